// The addresses of hazards and of the principal's approvals; each screen is its own chunk.
import type { RouteRecordRaw } from 'vue-router';

export const hazardRoutes: RouteRecordRaw[] = [
  { path: '/hazards', name: 'hazards', component: () => import('./InboxScreen.vue') },
  {
    path: '/hazards/:id',
    name: 'hazard',
    props: true,
    component: () => import('./HazardScreen.vue'),
  },
];
