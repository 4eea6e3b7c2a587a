// The phone's clock against the server's, and the district's calendar day.

export interface Skew {
  /** Server minus phone. */
  skew_ms: number;
  measured_ms: number;
}

/** The server stamped its reply somewhere between asking and getting: the middle is the best guess. */
export function skewFrom(asked_ms: number, got_ms: number, server_ms: number): Skew {
  return { skew_ms: Math.round(server_ms - (asked_ms + got_ms) / 2), measured_ms: got_ms };
}

/** What an operation says about its clock; a clock set back since makes the age unknown, not negative. */
export function skewFacts(
  skew: Skew | null,
  now_ms: number,
): { skew_ms: number | null; skew_age_ms: number | null } {
  if (!skew) return { skew_ms: null, skew_age_ms: null };
  return { skew_ms: skew.skew_ms, skew_age_ms: Math.max(0, now_ms - skew.measured_ms) };
}

/** The time as the server would say it. */
export function serverNow(skew: Skew | null, now_ms: number): number {
  return now_ms + (skew?.skew_ms ?? 0);
}

/** No change of clocks there since 1991; the first format alone costs an old phone a tenth of a second. */
const FIXED_MS: Readonly<Record<string, number>> = { 'Asia/Shanghai': 28_800_000 };
const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day `YYYY-MM-DD` of a moment in the district's zone. */
export const dayIn = (tz: string, at_ms: number): string => wallIn(tz, at_ms).slice(0, 10);

/** `HH:MM` as a clock there shows it. */
export const timeIn = (tz: string, at_ms: number): string => wallIn(tz, at_ms).slice(11, 16);

function wallIn(tz: string, at_ms: number): string {
  const fixed_ms = FIXED_MS[tz];
  if (fixed_ms !== undefined) return new Date(at_ms + fixed_ms).toISOString();
  return format(tz).format(at_ms);
}

/** Whole days from one calendar day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

// Made once a zone. As Swedes write it: 2026-11-23 09:05.
function format(tz: string): Intl.DateTimeFormat {
  let made = formats.get(tz);
  if (!made) {
    made = new Intl.DateTimeFormat('sv', { timeZone: tz, dateStyle: 'short', timeStyle: 'short' });
    formats.set(tz, made);
  }
  return made;
}
