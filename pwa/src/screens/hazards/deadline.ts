// The block that says how long there still is, or how it went.
import { t } from '../../i18n';
import type { HazardView } from '../../store/hazards';
import { said } from '../words';
import { dueTone, isRunning, leftText, momentText } from './words';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface Deadline {
  used: number;
  left: string;
  moment: string;
  tone: 'plain' | 'warn' | 'bad';
}

export function deadlineOf(view: HazardView, now_ms: number): Deadline {
  const { deadline_ms, found_ms, suggested_deadline } = view.row;
  const tone = dueTone(view.due, view.state);
  if (deadline_ms === null) {
    const text = suggested_deadline && said(suggested_deadline.text);
    const moment = text ? t('due.suggested', { text }) : t('due.undecided');
    return { used: 0, left: t('due.none'), moment, tone };
  }
  const done_ms = rectifiedAt(view);
  if (isRunning(view.state) || done_ms === null) {
    const moment = t('due.until', { moment: momentText(deadline_ms) });
    return {
      used: usedShare(found_ms, deadline_ms, now_ms),
      left: leftText(view.due),
      moment,
      tone,
    };
  }
  const late = Math.ceil((done_ms - deadline_ms) / DAY_MS);
  // Before somebody has looked it is only what the owner says.
  const words = view.state === 'rectified' ? REPORTED : DONE_WORDS;
  return {
    used: usedShare(found_ms, deadline_ms, done_ms),
    left: late > 0 ? t(words.late, { days: late }) : t(words.inTime),
    moment: t('due.was', { moment: momentText(deadline_ms) }),
    tone,
  };
}

/** By an own report that the server has not confirmed, else by the last one it has. */
function rectifiedAt({ row, pending }: HazardView): number | null {
  const mine = pending.find(({ move }) => move === 'rectify');
  if (mine) return mine.wall_ms;
  const done = row.events.filter(({ applied, kind }) => applied && DONE.includes(kind)).pop();
  return done?.captured_ms ?? null;
}

const REPORTED = { inTime: 'due.reportedInTime', late: 'due.reportedLate' } as const;
const DONE_WORDS = { inTime: 'due.doneInTime', late: 'due.doneLate' } as const;
const DONE = ['rectify', 'fix_on_spot'];

/** The used-up share of the time from the finding to the deadline. */
function usedShare(found_ms: number, deadline_ms: number, at_ms: number): number {
  const whole = Math.max(deadline_ms - found_ms, HOUR_MS);
  return Math.min(1, Math.max(0, (at_ms - found_ms) / whole));
}
