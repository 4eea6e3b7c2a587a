// Which address opens which screen; every screen is its own chunk, so the form stays small.
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router';
import { deskRoutes } from './screens/desk/routes';
import { hazardRoutes } from './screens/hazards/routes';
import { allWords } from './screens/problem';

/** The way through one inspection, for phones that keep no files of the app. */
export const loadForm = () =>
  Promise.all([
    import('./screens/scan/ScanScreen.vue'),
    import('./screens/scan/LabelScreen.vue'),
    import('./screens/scan/PointScreen.vue'),
    import('./screens/form/FormScreen.vue'),
    import('./screens/sign/SignSheet.vue'),
    import('./screens/camera/CameraSheet.vue'),
    import('./screens/receipt/ReceiptScreen.vue'),
    import('./screens/sync/SyncScreen.vue'),
  ]);

// `isOpen` = for everybody, without an account or while it is locked; `isNear` = the app's own texts suffice.
const routes: RouteRecordRaw[] = [
  { path: '/', name: 'today', component: () => import('./screens/today/TodayScreen.vue') },
  {
    path: '/e',
    name: 'enrol',
    meta: { isOpen: true },
    component: () => import('./screens/enrol/EnrolScreen.vue'),
  },
  { path: '/scan', name: 'scan', component: () => import('./screens/scan/ScanScreen.vue') },
  {
    path: '/p',
    name: 'label',
    meta: { isNear: true },
    component: () => import('./screens/scan/LabelScreen.vue'),
  },
  {
    path: '/points/:point',
    name: 'point',
    component: () => import('./screens/scan/PointScreen.vue'),
  },
  {
    path: '/form/:draft',
    name: 'form',
    meta: { isNear: true },
    component: () => import('./screens/form/FormScreen.vue'),
  },
  {
    path: '/receipt/:operation',
    name: 'receipt',
    component: () => import('./screens/receipt/ReceiptScreen.vue'),
  },
  { path: '/sync', name: 'sync', component: () => import('./screens/sync/SyncScreen.vue') },
  { path: '/me', name: 'me', component: () => import('./screens/me/MeScreen.vue') },
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

export const router = createRouter({
  history: createWebHistory(),
  routes,
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is still experimental
  scrollBehavior: (to, from, saved) => {
    // A sheet over a screen opens and closes without moving what is under it.
    if (to.path === from.path) return false;
    return saved ?? { top: 0 };
  },
});

// Asked for beside the screen's own file, waited for before the screen shows.
router.beforeEach((to) => {
  if (!to.meta['isNear']) void allWords().catch(() => undefined);
});
router.beforeResolve(async (to) => {
  if (!to.meta['isNear']) await allWords();
});
