// The block that says how long there still is, or how it went.
import { doneAt, lateness } from '../../domain/late';
import { t } from '../../i18n';
import type { HazardView } from '../../store/hazards';
import { said } from '../words';
import { dueTone, isRunning, lateText, leftText, momentText } from './words';

const HOUR_MS = 3_600_000;

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
  return {
    used: usedShare(found_ms, deadline_ms, done_ms),
    left: doneText(view, done_ms),
    moment: t('due.was', { moment: momentText(deadline_ms) }),
    tone,
  };
}

/** By an own report that the server has not confirmed, else by the last one it has. */
function rectifiedAt({ row, pending }: HazardView): number | null {
  const mine = pending.find(({ move }) => move === 'rectify');
  return mine ? mine.wall_ms : doneAt(row.events);
}

/** Before somebody has looked it is only what the owner says. A limit that was moved is not "in time". */
function doneText({ row, state }: HazardView, done_ms: number): string {
  const { late_ms, postponed } = lateness(row, done_ms);
  const done = t(state === 'rectified' ? 'due.reported' : 'due.done');
  const late = late_ms > 0 ? lateText(late_ms) : '';
  if (postponed > 0) {
    const how = late ? t('due.lateFirst', { late }) : t('due.inFirst');
    return t('due.doneHow', { done, how });
  }
  return t('due.doneHow', { done, how: late ? t('due.late', { late }) : t('due.inTime') });
}

/** The used-up share of the time from the finding to the deadline. */
function usedShare(found_ms: number, deadline_ms: number, at_ms: number): number {
  const whole = Math.max(deadline_ms - found_ms, HOUR_MS);
  return Math.min(1, Math.max(0, (at_ms - found_ms) / whole));
}
