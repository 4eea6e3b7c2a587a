// At a large screen those who lead begin at their desk; the round stays one press away.
import type { Router } from 'vue-router';
import { current, isOpen } from '../../store/account';

const WIDE = '(min-width: 1024px)';

/** Once after somebody has come in: whoever opened a link of their own stays there. */
export async function beginAtDesk(router: Router): Promise<void> {
  // Until then every address looks like the first page.
  await router.isReady();
  if (router.currentRoute.value.path !== '/' || !matchMedia(WIDE).matches) return;
  const { deskHome } = await import('./home');
  const home = deskHome(current().roles);
  if (home) await router.replace(home);
}

/** The phone's inbox gives way to the desk's, for those who have one. */
export async function deskInstead(to: string): Promise<string | true> {
  if (!isOpen() || !matchMedia(WIDE).matches) return true;
  const { deskRole } = await import('./home');
  return deskRole(current().roles) ? to : true;
}

/** Approving has a page for each width, and an address of the other one leads to it, even before the PIN. */
export const wideInstead = (to: string): string | true => (matchMedia(WIDE).matches ? to : true);
export const narrowInstead = (to: string): string | true => (matchMedia(WIDE).matches ? true : to);
