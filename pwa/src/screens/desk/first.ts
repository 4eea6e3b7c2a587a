// At a large screen those who lead begin at their desk; the round stays one press away.
import type { Router } from 'vue-router';
import { current } from '../../store/account';

export const isWide = (): boolean => matchMedia('(min-width: 1024px)').matches;

/** Once after somebody has come in: whoever opened a link of their own stays there. */
export async function beginAtDesk(router: Router): Promise<void> {
  // Until then every address looks like the first page.
  await router.isReady();
  if (router.currentRoute.value.path !== '/' || !isWide()) return;
  const { deskHome } = await import('./home');
  const home = deskHome(current().roles);
  if (home) await router.replace(home);
}
