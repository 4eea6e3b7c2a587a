// Which records this person has had before their eyes: only those may be signed together; each account has its own.
import { shallowRef, type ShallowRef } from 'vue';
import { current, type AccountDatabase } from '../../store/account';

// By the database, which outlives a lock: what was read is not unread by unlocking.
const known = new WeakMap<AccountDatabase, ShallowRef<ReadonlySet<string>>>();

function mine(): ShallowRef<ReadonlySet<string>> {
  const { database } = current();
  const opened = known.get(database) ?? shallowRef(new Set<string>());
  known.set(database, opened);
  return opened;
}

export function isOpened(id: string): boolean {
  return mine().value.has(id);
}

export function noteOpened(id: string): void {
  const opened = mine();
  if (!opened.value.has(id)) opened.value = new Set([...opened.value, id]);
}
