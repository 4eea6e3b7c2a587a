// Which address opens which screen: the way from a label to a filled form comes at once, the rest when asked for.
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router';
import FormScreen from './screens/form/FormScreen.vue';
import { allWords } from './screens/problem';
import { comeBackTo, tallEnough } from './screens/back';
import LabelScreen from './screens/scan/LabelScreen.vue';

// `isOpen` = for everybody, without an account or while it is locked; `isNear` = the app's own texts suffice.
const near: RouteRecordRaw[] = [
  { path: '/p', name: 'label', meta: { isNear: true }, component: LabelScreen },
  { path: '/form/:draft', name: 'form', meta: { isNear: true }, component: FormScreen },
];

export const router = createRouter({
  history: createWebHistory(),
  routes: near,
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is still experimental
  scrollBehavior: async (to, from, saved) => {
    // A sheet over a screen opens and closes without moving what is under it.
    if (to.path === from.path) return false;
    if (!saved) return { top: 0 };
    const top = comeBackTo(saved.top);
    await tallEnough(top);
    return router.currentRoute.value === to && { top };
  },
});

const removeRest = router.addRoute({
  path: '/:rest(.*)*',
  component: LabelScreen,
  beforeEnter: async (to) => {
    const { addRoutes } = await import('./routes');
    removeRest();
    addRoutes(router);
    return to.fullPath;
  },
});

// Asked for beside the screen's own file, waited for before the screen shows.
router.beforeEach((to) => {
  if (!to.meta['isNear']) void allWords().catch(() => undefined);
});
router.beforeResolve(async (to) => {
  if (!to.meta['isNear']) await allWords();
});
