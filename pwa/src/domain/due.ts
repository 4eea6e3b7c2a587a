// How far a deadline is, as data: the words are made where the language is known.
import { dayIn, daysBetween } from './clock';

export interface Due {
  kind: 'none' | 'overdue' | 'today' | 'tomorrow' | 'days';
  /** Calendar days in the district's zone: 3 = in three days, -2 = two days late. */
  days: number;
  /** Full hours until the deadline, negative when it has passed. */
  hours: number;
}

export function due(deadline_ms: number | null, now_ms: number, tz: string): Due {
  if (deadline_ms === null) return { kind: 'none', days: 0, hours: 0 };
  const days = daysBetween(dayIn(tz, now_ms), dayIn(tz, deadline_ms));
  const hours = Math.trunc((deadline_ms - now_ms) / 3_600_000);
  if (deadline_ms < now_ms) return { kind: 'overdue', days, hours };
  if (days === 0) return { kind: 'today', days, hours };
  return { kind: days === 1 ? 'tomorrow' : 'days', days, hours };
}
