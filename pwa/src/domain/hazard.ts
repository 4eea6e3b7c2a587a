// Which moves a person may try on a hazard now, and what their own unconfirmed moves would make of it.
import { rules, type Rule } from '../wire/moves';
import type { Grade, HazardMove, HazardRow, HazardState, Role } from '../wire/wire';

const GRADES: Grade[] = ['general', 'larger', 'major'];

export interface Holder {
  person: string;
  roles: Role[];
}

/** An own move that the mirrored row does not show yet (待确认). */
export interface Pending {
  operation: string;
  move: HazardMove;
  wall_ms: number;
  /** `held` = the safety office has to release it first. */
  at: 'phone' | 'server' | 'held';
}

export interface MoveOption {
  move: HazardMove;
  signed: boolean;
  /** Why this person may not, though the role would; shown instead of the button. The server judges. */
  blocked: string | null;
}

/** The state once the server agrees with all pending moves; one that does not fit is left out. */
export function projected(row: HazardRow, pending: readonly Pending[]): HazardState {
  return pending.reduce((state, { move }) => {
    const rule = rules.find((each) => each.move === move && each.from.includes(state));
    return rule ? after(rule, state, row.grade) : state;
  }, row.state);
}

export function moves(row: HazardRow, pending: readonly Pending[], me: Holder): MoveOption[] {
  const state = projected(row, pending);
  const mine = rules.filter(
    (rule) =>
      rule.from.includes(state) && isMine(rule, row, me) && makesSense(rule.move, row, pending),
  );
  // Somebody may have the right to one move twice: as supervisor and as a leader.
  return mine
    .filter((rule) => mine.find(({ move }) => move === rule.move) === rule)
    .map(({ move, signed }) => ({ move, signed, blocked: blockedBy(move, row, me.person) }));
}

function after(rule: Rule, state: HazardState, grade: Grade | null): HazardState {
  if (rule.to === null) return state;
  if (typeof rule.to === 'string') return rule.to;
  return (grade && rule.to[grade]) ?? rule.to['*'] ?? state;
}

function isMine(rule: Rule, row: HazardRow, me: Holder): boolean {
  if (rule.relation === 'asker') return row.void_asked_by === me.person;
  if (rule.relation) return row[rule.relation] === me.person;
  return rule.roles.some((role) => me.roles.includes(role));
}

function makesSense(move: HazardMove, row: HazardRow, pending: readonly Pending[]): boolean {
  const isAsked = pending.reduce(
    (asked, { move }) => (move === 'void_ask' || asked) && move !== 'void_deny',
    row.void_asked_by !== null,
  );
  if (move === 'void_ask') return !isAsked;
  return (move !== 'void' && move !== 'void_deny') || isAsked;
}

export interface Grading {
  grade: Grade;
  blocked: string | null;
}

/** The grades to choose from; a school never makes a major hazard smaller. */
export function gradings(row: HazardRow): Grading[] {
  const isStuck = (grade: Grade) => row.grade === 'major' && grade !== 'major';
  return GRADES.map((grade) => ({ grade, blocked: isStuck(grade) ? 'hazard.major_stays' : null }));
}

function blockedBy(move: HazardMove, row: HazardRow, person: string): string | null {
  const isOwnWork = person === row.owner || rectifiers(row).includes(person);
  switch (move) {
    case 'recheck':
      return isOwnWork ? 'hazard.own_work' : null;
    case 'approve':
    case 'accept':
      if (isOwnWork) return 'hazard.own_work';
      return row.missing.length > 0 || row.after.length === 0 ? 'hazard.photos_missing' : null;
    case 'void_ask':
    case 'void':
      if (row.grade === 'major') return 'hazard.major_stays';
      return move === 'void' && row.void_asked_by === person ? 'hazard.own_void' : null;
    default:
      return null;
  }
}

/** The report of work that a re-check would be of; null = none that counts. */
export function workOf(row: Pick<HazardRow, 'events'>): string | null {
  return works(row).pop()?.id ?? null;
}

function works({ events }: Pick<HazardRow, 'events'>) {
  return events.filter(
    ({ kind, applied }) => applied && (kind === 'rectify' || kind === 'fix_on_spot'),
  );
}

/** Everybody who ever put it right, also before it was returned. */
export function rectifiers(row: HazardRow): string[] {
  const people = works(row).map((event) => event.person);
  return row.rectifier === null ? people : [...people, row.rectifier];
}
