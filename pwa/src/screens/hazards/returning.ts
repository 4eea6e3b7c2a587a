// Sending work back: why, and until when it is to be done where nobody has said that yet.
import { suggestedDeadline, wallMoment, wallText } from '../../domain/date-field';
import type { TextKey } from '../../i18n';
import type { HazardRow } from '../../wire/wire';
import { zone } from '../words';
import { deadlineProblem } from './assess';

export interface ReturnForm {
  chosen: string[];
  text: string;
  /** As the date field writes it; null = as suggested. */
  deadline: string | null;
}

type Row = Pick<HazardRow, 'deadline_ms' | 'suggested_deadline'>;

/** What was put right on the spot was never ordered, so nothing says when it has to be done. */
export const wantsLimit = (row: Pick<Row, 'deadline_ms'>): boolean => row.deadline_ms === null;

/** What stands in the date field. */
export function limitText(form: ReturnForm, row: Row, now_ms: number): string {
  const suggested_ms = suggestedDeadline(row.suggested_deadline, now_ms, zone());
  return form.deadline ?? (suggested_ms === null ? '' : wallText(zone(), suggested_ms));
}

/** A week that ends with its day, as the server holds it: only a leader's order gives more. */
const LONGEST_MS = 8 * 86_400_000;

export function limitProblem(form: ReturnForm, row: Row, now_ms: number): TextKey | null {
  if ((limitMs(form, row, now_ms) ?? 0) > now_ms + LONGEST_MS) return 'return.tooLong';
  return wantsLimit(row) ? deadlineProblem(limitText(form, row, now_ms), now_ms) : null;
}

/** What the move carries about it: nothing where a limit runs already. */
export const limitMs = (form: ReturnForm, row: Row, now_ms: number): number | null =>
  wantsLimit(row) ? wallMoment(zone(), limitText(form, row, now_ms)) : null;
