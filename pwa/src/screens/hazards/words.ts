// Names of states, grades, people and moments as the screens of hazards write them.
import { isTextKey, t, type TextKey } from '../../i18n';
import type { Due } from '../../domain/due';
import { dayIn } from '../../domain/clock';
import { current } from '../../store/account';
import { clockTime, said, zone } from '../words';
import type { Grade, HazardRow, HazardState, WaitingFor, Words } from '../../wire/wire';
import type { IconName } from '../../ui/icons';
import type { Fact, Tone } from '../../ui/types';

const SOON_HOURS = 48;

export const gradeWord = (grade: Grade | null): string =>
  t(grade ? `grade.${grade}` : 'grade.none');
/** While nobody has graded it, what its checklist says: 建议较大 · 30分钟内联系家长. Then empty. */
export function suggestedText({
  grade,
  suggested_grade,
  suggested_deadline,
}: Pick<HazardRow, 'grade' | 'suggested_grade' | 'suggested_deadline'>): string {
  if (grade || !suggested_grade) return '';
  const suggested = t('hazards.suggests', { grade: gradeWord(suggested_grade) });
  return [suggested, suggested_deadline && said(suggested_deadline.text)]
    .filter(Boolean)
    .join(' · ');
}

export const stateWord = (state: HazardState): string => t(`state.${state}`);

const SIGNS: Record<HazardState, IconName> = {
  registered: 'flag',
  assessed: 'person',
  assigned: 'wrench',
  rectifying: 'wrench',
  rectified: 'clock',
  rechecked: 'inbox',
  approved: 'inbox',
  struck_off: 'check',
  void: 'minus',
};

export function stateTag(state: HazardState, isMine: boolean): StateWords {
  return { icon: SIGNS[state], label: stateWord(state), tone: toneOf(state, isMine) };
}

interface StateWords {
  icon: IconName;
  label: string;
  tone: Tone;
}

function toneOf(state: HazardState, isMine: boolean): Tone {
  if (state === 'struck_off') return 'ok';
  if (state === 'void') return 'plain';
  // Blue says "now, your turn" and nothing else.
  if (isMine) return 'now';
  return state === 'assigned' || state === 'rectifying' ? 'warn' : 'plain';
}

/** 11月24日 16:00, for sentences. */
export const momentText = (at_ms: number): string => dated('when.moment', at_ms);
/** 11-24 16:00, for tables, captions and the right edge of a timeline. */
export const shortMoment = (at_ms: number): string => dated('when.short', at_ms);

function dated(key: TextKey, at_ms: number): string {
  const [month = '', day = ''] = dayIn(zone(), at_ms).split('-').slice(1);
  const isShort = key === 'when.short';
  return t(key, {
    month: isShort ? month : Number(month),
    day: isShort ? day : Number(day),
    time: clockTime(at_ms),
  });
}

/** A deadline runs until it is rectified: what waits for others is not late. */
export const isRunning = (state: HazardState): boolean =>
  state === 'assigned' || state === 'rectifying';

export function leftText({ kind, hours }: Due): string {
  if (kind === 'none') return t('due.none');
  const days = Math.floor(Math.abs(hours) / 24);
  if (kind === 'overdue') {
    if (days > 0) return t('due.overDays', { days });
    return hours === 0 ? t('due.overNow') : t('due.overHours', { hours: -hours });
  }
  if (hours === 0) return t('due.soon');
  if (days === 0) return t('due.hours', { hours });
  return hours % 24 === 0 || days > 6
    ? t('due.days', { days })
    : t('due.daysHours', { days, hours: hours % 24 });
}

/** 3 天 or 5 小时: as `leftText` counts it, in full ones. */
export function lateText(late_ms: number): string {
  const hours = Math.trunc(late_ms / 3_600_000);
  if (hours === 0) return t('late.soon');
  return hours < 24
    ? t('words.hours', { n: hours })
    : t('late.days', { n: Math.trunc(hours / 24) });
}

export function dueTone({ kind, hours }: Due, state: HazardState): 'plain' | 'warn' | 'bad' {
  if (!isRunning(state)) return 'plain';
  if (kind === 'overdue') return 'bad';
  return kind !== 'none' && hours <= SOON_HOURS ? 'warn' : 'plain';
}

export function roleWord(role: string): string {
  const key = `role.${role}`;
  return isTextKey(key) ? t(key) : role;
}

export function whoWord(
  { role, person }: WaitingFor,
  names: Record<string, string>,
  me: string,
): string {
  if (person === me) return t('ahead.you');
  if (person) return names[person] ?? t('hazard.nobody');
  return roleWord(role);
}

/** What was found, in the finder's words; the item itself where nothing was written; and of which row. */
export function titleOf({
  row,
  ...found
}: {
  note: string;
  item_text: Words;
  row: string;
}): string {
  return [foundWord(found), rowWord(row)].filter(Boolean).join(' · ');
}

export const foundWord = ({ note, item_text }: { note: string; item_text: Words }): string =>
  note.trim() || said(item_text);

/** Where rows are people the record has only their number. */
export const rowWord = (row: string): string =>
  /^\d+$/.test(row) ? t('rows.nth', { n: row }) : row;

/** What was ordered: how to rectify, and what holds until then. */
export function orders(row: HazardRow): Fact[] {
  const order = (label: TextKey, value: string | null) =>
    value ? [{ label: t(label), value }] : [];
  return [
    ...(row.note ? order('hazard.item', said(row.item_text)) : []),
    ...order('hazard.measures', row.measures),
    ...order('hazard.interim', row.interim),
  ];
}

/** Each school counts its own: for who is not of that one, with its name. */
export function numberOf(row: HazardRow): string {
  const number = t('hazard.number', { number: row.number });
  return isHere(row) ? number : `${row.organisation_name} · ${number}`;
}

const isHere = (row: HazardRow) => row.organisation === current().organisation.id;

/** Where it is; for who is not of that school with the school. */
export function placeOf(row: HazardRow): string {
  return isHere(row) ? row.point_name : `${row.organisation_name} · ${row.point_name}`;
}
