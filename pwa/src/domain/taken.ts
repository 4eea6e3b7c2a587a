// Work that was somebody's and was given to another: told once to who need not do it any more.
import type { HazardEvent, HazardRow } from '../wire/wire';

type Row = Pick<HazardRow, 'state' | 'owner' | 'events'>;

const ORDERS: readonly HazardEvent['kind'][] = ['assign', 'fix_on_spot'];

/** The order that took it from this person; null = none did, it is theirs again, or it is over. */
export function takenFrom({ state, owner, events }: Row, me: string): HazardEvent | null {
  if (owner === me || state === 'struck_off' || state === 'void') return null;
  const orders = events.filter(({ applied, kind }) => applied && ORDERS.includes(kind));
  const mine = orders.map(({ data }) => data['owner'] === me).lastIndexOf(true);
  const taking = mine < 0 ? undefined : orders[mine + 1];
  return taking && taking.person !== me ? taking : null;
}
