// A set of ids that each account of a phone has for itself while the app is open: what was read, what was left out.
import { shallowRef, type ShallowRef } from 'vue';
import { current, type AccountDatabase } from '../store/account';

interface AccountIds {
  has: (id: string) => boolean;
  put: (id: string, isIn: boolean) => void;
}

export function accountIds(): AccountIds {
  // By the database, which outlives a lock: what was read is not unread, what was left out not ticked, by unlocking.
  const known = new WeakMap<AccountDatabase, ShallowRef<ReadonlySet<string>>>();

  function mine(): ShallowRef<ReadonlySet<string>> {
    const { database } = current();
    const ids = known.get(database) ?? shallowRef(new Set<string>());
    known.set(database, ids);
    return ids;
  }

  return {
    has: (id) => mine().value.has(id),
    put(id, isIn) {
      const ids = mine();
      if (ids.value.has(id) === isIn) return;
      const others = [...ids.value].filter((one) => one !== id);
      ids.value = new Set(isIn ? [...others, id] : others);
    },
  };
}
