// How long something that failed waits before it is tried again.

const FIRST_MS = 2_000;
/** Nobody tells a phone that a silent line has healed: a minute later everything shall be sent. */
const LONGEST_MS = 45_000;

/** Doubling up to the longest; the jitter keeps a school's phones from coming back all at once. */
export function backoff(attempts: number, longest_ms = LONGEST_MS): number {
  const full = Math.min(FIRST_MS * 2 ** Math.min(attempts - 1, 20), longest_ms);
  return Math.round(full * (0.5 + Math.random() / 2));
}
