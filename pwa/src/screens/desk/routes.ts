// Addresses of the desk: what the safety office, the leaders and the bureau do at a large screen.
import type { RouteRecordRaw } from 'vue-router';
import { narrowInstead } from './first';

export const deskRoutes: RouteRecordRaw[] = [
  { path: '/desk', redirect: '/desk/hazards' },
  {
    path: '/desk/approve',
    name: 'desk-approve',
    beforeEnter: () => narrowInstead('/approve'),
    component: () => import('./ApproveDesk.vue'),
  },
  { path: '/desk/hazards', name: 'desk-hazards', component: () => import('./HazardsDesk.vue') },
  {
    path: '/desk/inspections',
    name: 'desk-inspections',
    component: () => import('./InspectionsDesk.vue'),
  },
  { path: '/desk/points', name: 'desk-points', component: () => import('./PointsDesk.vue') },
  { path: '/desk/people', name: 'desk-people', component: () => import('./PeopleDesk.vue') },
  { path: '/desk/schools', name: 'desk-schools', component: () => import('./SchoolsDesk.vue') },
];
