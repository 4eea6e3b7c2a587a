// What a principal took out of the batch: it stays out until it is ticked again; each account of a phone has its own.
import { shallowRef, type ShallowRef } from 'vue';
import { current, type AccountDatabase } from '../../store/account';

// By the database, which outlives a lock: what was left out must not be ticked by unlocking.
const known = new WeakMap<AccountDatabase, ShallowRef<string[]>>();

function mine(): ShallowRef<string[]> {
  const { database } = current();
  const out = known.get(database) ?? shallowRef([]);
  known.set(database, out);
  return out;
}

export function isLeft(id: string): boolean {
  return mine().value.includes(id);
}

export function turn(id: string, isOn: boolean): void {
  const out = mine();
  const others = out.value.filter((one) => one !== id);
  out.value = isOn ? others : [...others, id];
}
