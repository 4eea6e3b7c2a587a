// Addresses of the desk: what the safety office, the leaders and the bureau do at a large screen.
import type { Component } from 'vue';
import type { RouteRecordRaw } from 'vue-router';
import { allTexts } from '../../i18n';
import { narrowInstead } from './instead';

/** With the words that only the desk shows. */
const page = (load: () => Promise<{ default: Component }>) => async () =>
  (await Promise.all([load(), allTexts()]))[0];

export const deskRoutes: RouteRecordRaw[] = [
  { path: '/desk', redirect: '/desk/hazards' },
  {
    path: '/desk/approve',
    name: 'desk-approve',
    beforeEnter: () => narrowInstead('/approve'),
    component: page(() => import('./ApproveDesk.vue')),
  },
  {
    path: '/desk/hazards',
    name: 'desk-hazards',
    component: page(() => import('./HazardsDesk.vue')),
  },
  {
    path: '/desk/inspections',
    name: 'desk-inspections',
    component: page(() => import('./InspectionsDesk.vue')),
  },
  { path: '/desk/points', name: 'desk-points', component: page(() => import('./PointsDesk.vue')) },
  { path: '/desk/people', name: 'desk-people', component: page(() => import('./PeopleDesk.vue')) },
  {
    path: '/desk/schools',
    name: 'desk-schools',
    component: page(() => import('./SchoolsDesk.vue')),
  },
  // Few ever need it, so its words come with those of the desk, also on a phone.
  { path: '/rescue', component: page(() => import('../rescue/RescueScreen.vue')) },
];
