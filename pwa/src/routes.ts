// The addresses beside the way to a filled form; every group of screens is its own file.
import type { Router, RouteRecordRaw } from 'vue-router';
import { deskRoutes } from './screens/desk/routes';
import { hazardRoutes } from './screens/hazards/routes';

const routes: RouteRecordRaw[] = [
  { path: '/', name: 'today', component: () => import('./screens/today/TodayScreen.vue') },
  {
    path: '/e',
    name: 'enrol',
    meta: { isOpen: true },
    component: () => import('./screens/enrol/EnrolScreen.vue'),
  },
  { path: '/scan', name: 'scan', component: () => import('./screens/scan/ScanScreen.vue') },
  { path: '/bind', name: 'bind', component: () => import('./screens/scan/BindScreen.vue') },
  {
    path: '/points/:point',
    name: 'point',
    component: () => import('./screens/scan/PointScreen.vue'),
  },
  {
    path: '/receipt/:operation',
    name: 'receipt',
    component: () => import('./screens/receipt/ReceiptScreen.vue'),
  },
  {
    path: '/countersign',
    component: () => import('./screens/countersign/CountersignScreen.vue'),
  },
  {
    path: '/inspections/:id',
    component: () => import('./screens/countersign/RecordScreen.vue'),
    props: true,
  },
  { path: '/sync', name: 'sync', component: () => import('./screens/sync/SyncScreen.vue') },
  { path: '/me', name: 'me', component: () => import('./screens/me/MeScreen.vue') },
  { path: '/me/pin', name: 'pin', component: () => import('./screens/me/PinScreen.vue') },
  {
    path: '/me/devices',
    name: 'devices',
    component: () => import('./screens/me/DevicesScreen.vue'),
  },
  { path: '/install', name: 'install', component: () => import('./screens/me/InstallScreen.vue') },
  {
    path: '/diag',
    name: 'diag',
    meta: { isOpen: true },
    component: () => import('./screens/me/DiagScreen.vue'),
  },
  ...hazardRoutes,
  ...deskRoutes,
  { path: '/:rest(.*)*', redirect: '/' },
];

export function addRoutes(router: Router): void {
  for (const route of routes) router.addRoute(route);
}
