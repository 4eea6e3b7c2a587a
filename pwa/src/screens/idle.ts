// For work that may wait until the screen is there.
const AT_MOST_MS = 2000;
const SETTLED_MS = 300;

export function whenIdle(work: () => void): void {
  // Safari has no idle callback.
  if ('requestIdleCallback' in window) requestIdleCallback(work, { timeout: AT_MOST_MS });
  else setTimeout(work, SETTLED_MS);
}
