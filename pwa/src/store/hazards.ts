// Hazards with this person's unconfirmed moves laid over them, and what they may do now.
import { suggestedDeadline } from '../domain/date-field';
import { due, type Due } from '../domain/due';
import { moves, projected, type MoveOption, type Pending } from '../domain/hazard';
import { turns } from '../domain/turn';
import type { HazardMove, HazardRow, HazardState } from '../wire/wire';
import { current } from './account';
import { serverTime } from './clock';
import { myRoles, organisation, row, rows } from './mirror';
import { bodyOf, outbox, sent } from './outbox';
import { heldOf } from './settling';

const PULLED_BY_THEN_MS = 2 * 86_400_000;

export interface HazardView {
  row: HazardRow;
  /** The state if the server agrees with all pending moves. */
  state: HazardState;
  pending: Pending[];
  moves: MoveOption[];
  due: Due;
  /** It waits for this person: the badge and the top of the inbox. */
  mine: boolean;
}

type PendingOn = Pending & { hazard: string; seen: number };

/** The nearest deadline first, ordered or suggested; those without one last. Watch `rows`, `outbox` and `sent`. */
export async function hazards(): Promise<HazardView[]> {
  const view = await viewer(await serverTime());
  const { tz } = await organisation();
  const all = (await rows('hazard')).map(view);
  return all.sort((a, b) => when(a.row, tz) - when(b.row, tz) || a.row.found_ms - b.row.found_ms);
}

/** Before anybody ordered anything its checklist says how urgent it is: somebody missing at night stands first. */
function when({ deadline_ms, found_ms, suggested_deadline }: HazardRow, tz: string): number {
  if (deadline_ms !== null) return deadline_ms;
  if (suggested_deadline?.kind === 'at_once') return found_ms;
  return suggestedDeadline(suggested_deadline, found_ms, tz) ?? Number.MAX_SAFE_INTEGER;
}

export async function hazard(id: string): Promise<HazardView | null> {
  const found = await row('hazard', id);
  return found && (await viewer(await serverTime()))(found);
}

/** What waits for this person's approval. */
export function approvable(views: readonly HazardView[]): HazardView[] {
  return views.filter(({ moves }) => moves.some(({ move }) => move === 'approve'));
}

/** The same for a row that came from a query and is not mirrored here. */
export async function viewer(now_ms: number): Promise<(row: HazardRow) => HazardView> {
  const all = await pendingMoves();
  const { tz } = await organisation();
  const me = { person: current().person, roles: await myRoles() };
  return (row) => {
    // A sent move is over once the pulled row is newer than what its maker saw.
    const pending = all.filter(
      (each) => each.hazard === row.id && (each.at === 'phone' || each.seen >= row.version),
    );
    const options = moves(row, pending, me);
    const state = projected(row, pending);
    return {
      row,
      pending,
      state,
      moves: options,
      due: due(row.deadline_ms, now_ms, tz),
      mine: turns(state, options).length > 0,
    };
  };
}

async function pendingMoves(): Promise<PendingOn[]> {
  const here = (await outbox()).filter((entry) => entry.state !== 'refused');
  const there = (await sent(Date.now() - PULLED_BY_THEN_MS)).filter(
    (entry) => entry.receipt.verdict === 'applied',
  );
  const asPending = (at: Pending['at']) => (entry: (typeof here | typeof there)[number]) => {
    const { args, name } = bodyOf(entry);
    if (!('hazard' in args)) return [];
    const move = name.replace('hazard.', '') as HazardMove;
    return [
      {
        operation: entry.id,
        move,
        wall_ms: entry.wall_ms,
        at,
        hazard: args.hazard,
        seen: args.seen,
      },
    ];
  };
  const found = [
    ...here.flatMap(asPending('phone')),
    ...there.flatMap(asPending('server')),
    ...(await heldOf(current().database)).flatMap(asPending('held')),
  ];
  return found.sort((a, b) => a.wall_ms - b.wall_ms);
}
