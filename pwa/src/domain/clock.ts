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

const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day `YYYY-MM-DD` of a moment in the district's zone. */
export function dayIn(tz: string, at_ms: number): string {
  const value = partsIn(tz, at_ms);
  return `${value('year')}-${value('month')}-${value('day')}`;
}

/** `HH:MM` as a clock there shows it. */
export function timeIn(tz: string, at_ms: number): string {
  const value = partsIn(tz, at_ms);
  return `${value('hour')}:${value('minute')}`;
}

function partsIn(tz: string, at_ms: number): (type: string) => string {
  const parts = format(tz).formatToParts(at_ms);
  return (type) => parts.find((part) => part.type === type)?.value ?? '';
}

/** Whole days from one calendar day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

// Made once a zone: building one costs a millisecond on an old phone.
function format(tz: string): Intl.DateTimeFormat {
  const known = formats.get(tz);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: tz,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  formats.set(tz, made);
  return made;
}
