// At a large screen those who lead begin at their desk; the round stays one press away.
import type { Router } from 'vue-router';
import { current } from '../../store/account';

const WIDE = '(min-width: 1024px)';

/** Once after somebody has come in: whoever opened a link of their own stays there. */
export async function beginAtDesk(router: Router): Promise<void> {
  // Until then every address looks like the first page.
  await router.isReady();
  if (router.currentRoute.value.path !== '/' || !matchMedia(WIDE).matches) return;
  const { deskHome } = await import('./places');
  const home = deskHome(current().roles);
  if (home) await router.replace(home);
}
