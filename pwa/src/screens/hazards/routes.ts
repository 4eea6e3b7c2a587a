// The addresses of hazards and of the principal's approvals; each screen is its own chunk.
import type { RouteRecordRaw } from 'vue-router';
import { deskInstead, wideInstead } from '../desk/instead';

export const hazardRoutes: RouteRecordRaw[] = [
  {
    path: '/hazards',
    name: 'hazards',
    beforeEnter: () => deskInstead('/desk/hazards'),
    component: () => import('./InboxScreen.vue'),
  },
  step('', () => import('./HazardScreen.vue')),
  step('/assess', () => import('./AssessScreen.vue')),
  step('/rectify', () => import('./RectifyScreen.vue')),
  step('/recheck', () => import('./RecheckScreen.vue')),
  step('/return', () => import('./ReturnScreen.vue')),
  step('/approve', () => import('./DecideScreen.vue'), 'approve'),
  step('/accept', () => import('./DecideScreen.vue'), 'accept'),
  step('/void-ask', () => import('./VoidScreen.vue'), 'void_ask'),
  step('/void-deny', () => import('./VoidScreen.vue'), 'void_deny'),
  step('/void', () => import('./VoidScreen.vue'), 'void'),
  {
    path: '/approve',
    name: 'approve',
    beforeEnter: () => wideInstead('/desk/approve'),
    component: () => import('../approve/ApproveScreen.vue'),
  },
  {
    path: '/approve/batch',
    name: 'approve-batch',
    component: () => import('../approve/BatchScreen.vue'),
  },
];

function step(
  path: string,
  component: NonNullable<RouteRecordRaw['component']>,
  move?: 'approve' | 'accept' | 'void' | 'void_ask' | 'void_deny',
): RouteRecordRaw {
  return {
    path: `/hazards/:id${path}`,
    component,
    props: (route) => ({ id: String(route.params['id']), ...(move && { move }) }),
  };
}
