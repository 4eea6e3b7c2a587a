// When a form was begun and what it is for by that, as the server holds it in inspections/rules.py.

const OVER_NIGHT_MS = 36 * 3_600_000;

/** By the server's clock, and not after it was signed. */
export const begunMs = (started_ms: number, skew_ms: number | null, captured_ms: number): number =>
  Math.min(started_ms + (skew_ms ?? 0), captured_ms);

/** A form is for the due time it was begun at; left lying for longer than over night, for that of its signing. */
export const dueMs = (begun_ms: number, captured_ms: number): number =>
  captured_ms - begun_ms <= OVER_NIGHT_MS ? begun_ms : captured_ms;
