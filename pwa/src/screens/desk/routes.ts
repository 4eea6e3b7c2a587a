// Addresses of the desk: what the safety office, the leaders and the bureau do at a large screen.
import type { RouteRecordRaw } from 'vue-router';

export const deskRoutes: RouteRecordRaw[] = [
  { path: '/desk', redirect: '/desk/hazards' },
  { path: '/desk/hazards', name: 'desk-hazards', component: () => import('./HazardsDesk.vue') },
  {
    path: '/desk/inspections',
    name: 'desk-inspections',
    component: () => import('./InspectionsDesk.vue'),
  },
];
