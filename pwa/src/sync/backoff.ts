// How long something that failed waits before it is tried again.

const FIRST_MS = 2_000;
const LONGEST_MS = 300_000;

/** Doubling up to five minutes; the jitter keeps a school's phones from coming back all at once. */
export function backoff(attempts: number): number {
  const full = Math.min(FIRST_MS * 2 ** Math.min(attempts - 1, 20), LONGEST_MS);
  return Math.round(full * (0.5 + Math.random() / 2));
}
