// A held operation in the safety office's words: what was done, about what, and what became of it.
import { t } from '../../i18n';
import type { HeldRow } from '../../wire/wire';
import { shortMoment } from '../hazards/words';
import { problemText } from '../problem';
import { word } from '../sync/titles';
import { said } from '../words';

/** 整改完成 · 2026-0012 杂物堵住出口; where its subject is not here, that it is not. */
export function heldTitle(row: HeldRow): string {
  const about = aboutOf(row);
  const what = word(row.name);
  if (about) return t('op.titled', { what, name: about });
  return row.name.startsWith('hazard.') ? t('held.noHazard', { what }) : what;
}

function aboutOf({ number, found, what, named }: HeldRow): string {
  const words = found.trim() || (what ? said(what) : '');
  return [number ?? '', words || (named ?? '')].filter(Boolean).join(' ');
}

/** 收到 11-22 09:05 · 流水第 7 号. */
export function cameText({ received_ms, journal_no }: HeldRow): string {
  const came = `${t('held.came')} ${shortMoment(received_ms)}`;
  return `${came} · ${t('held.journalNo', { n: journal_no })}`;
}

/** 已放行 or 不放行, or why the rules did not take it after all. */
export function outcomeOf({ decision }: HeldRow): string {
  if (!decision) return '';
  const { verdict, code } = decision;
  if (verdict === 'applied') return t('held.done');
  if (code === 'op.declined') return t('held.declined');
  const key = verdict === 'superseded' ? 'held.late' : 'held.refused';
  return t(key, { why: problemText(code) });
}

/** Who decided, when, why. */
export function deciderOf({ decision }: HeldRow): string {
  if (!decision) return '';
  const words = [decision.person_name, shortMoment(decision.decided_ms)];
  if (decision.reason.trim()) words.push(t('event.reason', { text: decision.reason }));
  return words.join(' · ');
}
