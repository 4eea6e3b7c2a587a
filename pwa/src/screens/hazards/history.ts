// The story of one hazard as a timeline: what happened, what waits for the server, what is still ahead.
import { t, type TextKey } from '../../i18n';
import type { Pending } from '../../domain/hazard';
import { current } from '../../store/account';
import { stepsAhead, waitingFor } from '../../domain/turn';
import type { HazardView } from '../../store/hazards';
import type { Step } from '../../ui/types';
import type { HazardEvent, HazardRow } from '../../wire/wire';
import { changesIn, orderBefore } from './reassigned';
import {
  foundWord,
  gradeWord,
  isRunning,
  momentText,
  roleWord,
  shortMoment,
  whoWord,
} from './words';

// Whose note is a reason.
const REASONED: HazardEvent['kind'][] = [
  'assess',
  'assign',
  'return',
  'void_ask',
  'void_deny',
  'void',
];

export function history(view: HazardView, me: string): Step[] {
  const { row, pending } = view;
  return [
    ...row.events.map((event) => happened(row, event)),
    ...pending.map((move) => unconfirmed(move, row)),
    ...ahead(view, me),
  ];
}

function happened(row: HazardRow, event: HazardEvent): Step {
  const what = title(event.kind, event, row);
  const step: Step = {
    id: event.id,
    eye: event.applied ? 'done' : 'broken',
    title: event.applied ? what : t('event.late', { what }),
    lines: event.applied ? lines(row, event) : [byWhom(row, event), t('event.lateWhy')],
    time: shortMoment(event.captured_ms),
  };
  return event.signature ? { ...step, drawing: event.signature } : step;
}

function title(kind: HazardEvent['kind'], event: HazardEvent | null, row: HazardRow): string {
  if (kind === 'approve' && (event?.to_state === 'approved' || row.grade === 'major')) {
    return t('event.approveMajor');
  }
  const grade = event?.data['grade'];
  const isKnown = grade === 'general' || grade === 'larger' || grade === 'major';
  if (kind === 'assess')
    return t('event.assess', { grade: gradeWord(isKnown ? grade : row.grade) });
  // Worse than what was known.
  if (kind === 'found_again' && isKnown) return `${t(`event.${kind}`)} · ${gradeWord(grade)}`;
  if (kind === 'assign' && event) {
    const before = orderBefore(row, event);
    if (before) return changesIn(row, before, event)[0] ?? t('event.again');
  }
  if (kind === 'assign' && !event && row.owner) return t('event.again');
  // Taken back by who asked, or refused by the principal.
  if (kind === 'void_deny' && isTakenBack(event, row)) return t('event.void_back');
  return t(`event.${kind}`);
}

function isTakenBack(event: HazardEvent | null, row: HazardRow): boolean {
  return event ? event.role === 'asker' : row.void_asked_by === current().person;
}

function byWhom(row: HazardRow, { person, presence, data }: HazardEvent): string {
  const words = [row.names[person] ?? t('hazard.nobody')];
  if (data['stands_in'] === true) words.push(t('event.standsIn'));
  if (presence) words.push(t(`presence.${presence}`));
  return words.join(' · ');
}

function lines(row: HazardRow, event: HazardEvent): string[] {
  const { data, note, photos } = event;
  const named = (key: TextKey, id: unknown) =>
    typeof id === 'string' && row.names[id] ? t(key, { name: row.names[id] }) : null;
  const worded = (key: TextKey, text: unknown) =>
    typeof text === 'string' && text.trim() ? t(key, { text }) : null;
  const deadline = data['deadline_ms'];
  const funds = data['funds_yuan'];
  const people = [
    named('event.owner', data['owner']),
    named('event.supervisor', data['supervisor']),
  ];
  const said = REASONED.includes(event.kind);
  const before = orderBefore(row, event);
  const isNew = (field: string) => before?.data[field] !== data[field];
  return [
    byWhom(row, event),
    ...(before ? changesIn(row, before, event).slice(1) : []),
    event.kind === 'assign' && !before ? people.filter(Boolean).join(' · ') : null,
    typeof deadline === 'number' && !before
      ? t('event.until', { moment: momentText(deadline) })
      : null,
    isNew('measures') ? worded('event.measures', data['measures']) : null,
    said ? (worded('event.reason', note) ?? unreasoned(row, event)) : null,
    worded('event.interim', data['interim']),
    typeof funds === 'number' && isNew('funds_yuan') ? t('event.funds', { n: funds }) : null,
    said || note === foundWord(row) ? null : note,
    photos.length > 0 ? t('event.photos', { n: photos.length }) : null,
  ].filter((line, at, all): line is string => !!line && all.indexOf(line) === at);
}

/** No word is put into anybody's mouth. */
function unreasoned(row: HazardRow, { kind, data }: HazardEvent): string | null {
  const isAsSuggested = kind === 'assess' && data['grade'] === row.suggested_grade;
  return isAsSuggested ? t('event.asSuggested') : null;
}

export const WHERE = {
  phone: 'hazard.onPhone',
  server: 'hazard.onServer',
  held: 'hazard.held',
} as const;

/** Own moves: done for this phone, not yet agreed by the server. */
function unconfirmed({ operation, move, wall_ms, at }: Pending, row: HazardRow): Step {
  return {
    id: operation,
    eye: 'now',
    title: `${title(move, null, row)} · ${t('hazards.waitsForServer')}`,
    lines: [t(WHERE[at])],
    time: shortMoment(wall_ms),
  };
}

function ahead({ state, row, pending, moves }: HazardView, me: string): Step[] {
  const steps = stepsAhead(state, row.grade);
  const waits = waitingFor(state, row);
  const later = steps.map((step): Step => ({ id: step, eye: 'empty', title: t(`later.${step}`) }));
  if (steps.length > 0) later.push({ id: 'close', eye: 'empty', title: t('later.close') });
  const [now] = steps;
  // While a move of one's own waits for the server, that is what is happening now.
  if (!now || !waits || pending.length > 0) return later;
  // Several roles may make some steps; who reads it and is one of them is asked.
  const isMine = moves.some(({ move, blocked }) => move === now && blocked === null);
  const who = isMine ? t('ahead.you') : whoWord(waits, row.names, me);
  const first: Step = {
    id: now,
    eye: 'now',
    title: t(`ahead.${now}`, { who }),
    time: t('event.now'),
    ...(now === 'recheck' ? { lines: [t('ahead.recheckHow')] } : {}),
  };
  return [first, ...later.slice(1)];
}

/** The refusal that this work answers; null = none, or done again since. */
export function returnOf({ row, state }: Pick<HazardView, 'row' | 'state'>): HazardEvent | null {
  if (!isRunning(state)) return null;
  const kinds: HazardEvent['kind'][] = ['return', 'rectify', 'fix_on_spot'];
  const last = row.events.filter((each) => each.applied && kinds.includes(each.kind)).pop();
  return last?.kind === 'return' ? last : null;
}

/** The moment and person burned into a photo's foot. */
export function stampOf(row: HazardRow, kinds: HazardEvent['kind'][]): string {
  const [event] = row.events.filter((each) => each.applied && kinds.includes(each.kind)).reverse();
  if (!event) return '';
  const name = row.names[event.person] ?? roleWord(event.role);
  return `${shortMoment(event.captured_ms)} · ${name}`;
}
