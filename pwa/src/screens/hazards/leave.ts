// The way back: to where the person came from, or to a sensible place after opening a link.
import type { Router } from 'vue-router';

export function leave(router: Router, otherwise: string): void {
  const state: unknown = window.history.state;
  const came =
    typeof state === 'object' && state !== null && 'back' in state && state.back !== null;
  if (came) router.back();
  else void router.replace(otherwise);
}
