// What another order changed: told from the two events, for the timeline and for those whom it concerns.
import { t, type TextKey } from '../../i18n';
import type { HazardView } from '../../store/hazards';
import type { HazardEvent, HazardRow } from '../../wire/wire';
import { isRunning, momentText } from './words';

const ORDERS: HazardEvent['kind'][] = ['assign', 'fix_on_spot'];

const ordersIn = ({ events }: Pick<HazardRow, 'events'>) =>
  events.filter(({ applied, kind }) => applied && ORDERS.includes(kind));

/** The order that stood before this one, with its limit; null for the first, and for what is no order. */
export function orderBefore(row: HazardRow, event: HazardEvent): HazardEvent | null {
  const orders = ordersIn(row);
  const at = orders.findIndex(({ id }) => id === event.id);
  const before = event.kind === 'assign' ? orders[at - 1] : undefined;
  return before ? { ...before, data: { ...limitGiven(row), ...before.data } } : null;
}

/** A fix on the spot has no limit until it is sent back: who does that gives one, and nobody a second. */
function limitGiven({ events }: HazardRow): HazardEvent['data'] {
  const back = events.find(
    ({ applied, kind, data }) => applied && kind === 'return' && 'deadline_ms' in data,
  );
  return back ? { deadline_ms: back.data['deadline_ms'] } : {};
}

/** 改派：旧 → 新, 改期：旧 → 新; where nobody and no date changed, that the order did. */
export function changesIn(row: HazardRow, before: HazardEvent, event: HazardEvent): string[] {
  return changesBetween(before.data, event.data, (id) => row.names[id] ?? '');
}

type Order = Readonly<Partial<Record<string, unknown>>>;

/** The same for an order that is still to be signed. */
export function changesBetween(
  before: Order,
  after: Order,
  nameOf: (person: string) => string,
): string[] {
  const name = (id: unknown) => (typeof id === 'string' ? nameOf(id) : '');
  const moment = (ms: unknown) => (typeof ms === 'number' ? momentText(ms) : t('due.none'));
  const told = (key: TextKey, field: string, words: (value: unknown) => string) => {
    const [old, now] = [before[field] ?? null, after[field] ?? null];
    return old === now ? [] : [t(key, { before: words(old), after: words(now) })];
  };
  const changes = [
    ...told('event.owner.again', 'owner', name),
    ...told('event.until.again', 'deadline_ms', moment),
    ...told('event.supervisor.again', 'supervisor', name),
  ];
  return changes.length > 0 ? changes : [t('event.order.again')];
}

/** What this person must know of the last order while the work is to be done; null = nothing. */
export function orderNews({ row, state }: Pick<HazardView, 'row' | 'state'>, me: string) {
  const orders = ordersIn(row);
  const last = orders[orders.length - 1];
  const before = last && orderBefore(row, last);
  if (!before || !isRunning(state)) return null;
  const isMine = row.owner === me;
  const words = isMine ? toMe(before, last, me) : fromMe(row, orders, me);
  return words === null ? null : { words, isMine, event: last };
}

function toMe(before: HazardEvent, last: HazardEvent, me: string): string | null {
  const reason = last.note;
  if (before.data['owner'] !== me) return t('hazard.givenToYou', { reason });
  const deadline = last.data['deadline_ms'];
  if (typeof deadline !== 'number' || deadline === before.data['deadline_ms']) return null;
  return t('hazard.dateChanged', { moment: momentText(deadline), reason });
}

function fromMe(row: HazardRow, orders: readonly HazardEvent[], me: string): string | null {
  if (!orders.some(({ data }) => data['owner'] === me)) return null;
  return t('hazard.takenOver', { name: row.names[row.owner ?? ''] ?? t('hazard.nobody') });
}
