// Which address opens which screen; every screen is its own chunk, so the form stays small.
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router';

const routes: RouteRecordRaw[] = [
  { path: '/', name: 'today', component: () => import('./screens/TodayScreen.vue') },
  { path: '/:rest(.*)*', redirect: '/' },
];

export const router = createRouter({
  history: createWebHistory(),
  routes,
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is still experimental
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});
