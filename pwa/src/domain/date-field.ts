// Wall-clock time of the district as date fields write it, and the deadline a checklist suggests.
import type { SuggestedDeadline } from '../wire/wire';
import { dayIn, timeIn } from './clock';

const HOUR_MS = 3_600_000;
const FULL = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/;

/** `2026-11-24T16:00`, as `<input type="datetime-local">` holds it. */
export function wallText(tz: string, at_ms: number): string {
  return `${dayIn(tz, at_ms)}T${timeIn(tz, at_ms)}`;
}

/** The moment a date field means; null while it is empty or half typed. */
export function wallMoment(tz: string, text: string): number | null {
  // Some engines read half a date as a whole one.
  const asUtc = FULL.test(text) ? Date.parse(`${text}Z`) : Number.NaN;
  if (Number.isNaN(asUtc)) return null;
  // The zone's offset at the guess, and once more in case the guess lies across a change of clocks.
  const first = asUtc - offset(tz, asUtc);
  return asUtc - offset(tz, first);
}

/** Nobody can do in less what is ordered late in the evening. */
const LEAST_MS = 2 * HOUR_MS;

/** Counted from the order to rectify; null = until it is done, or nothing suggested. Days end at midnight. */
export function suggestedDeadline(
  suggested: SuggestedDeadline | null,
  now_ms: number,
  tz: string,
): number | null {
  switch (suggested?.kind) {
    case 'hours':
      return now_ms + (suggested.n ?? 0) * HOUR_MS;
    case 'days':
      return endOfDay(tz, now_ms + (suggested.n ?? 0) * 24 * HOUR_MS);
    case 'at_once':
      return Math.max(endOfDay(tz, now_ms) ?? 0, now_ms + LEAST_MS);
    default:
      return null;
  }
}

function endOfDay(tz: string, at_ms: number): number | null {
  return wallMoment(tz, `${wallText(tz, at_ms).slice(0, 10)}T23:59`);
}

function offset(tz: string, at_ms: number): number {
  const whole = at_ms - (at_ms % 60_000);
  return Date.parse(`${wallText(tz, whole)}Z`) - whole;
}
