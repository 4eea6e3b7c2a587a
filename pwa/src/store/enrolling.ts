// How somebody becomes one of this phone's accounts.
import { phone, type AccountEntry, type Enrolling } from './accounts';

export async function addAccount(entry: AccountEntry): Promise<void> {
  await phone.write(['accounts', 'kv'], async (tx) => {
    const store = tx.objectStore('accounts');
    for (const other of await store.getAll()) {
      if (other.person === entry.person) await store.put({ ...other, replaced: true });
    }
    await store.put(entry);
    await tx.objectStore('kv').put(entry.id, 'last');
    await tx.objectStore('kv').delete('enrolling');
  });
}

export async function readEnrolling(): Promise<Enrolling | null> {
  const found = await phone.read(['kv'], (tx) => tx.objectStore('kv').get('enrolling'));
  return (found as Enrolling | undefined) ?? null;
}

export async function writeEnrolling(enrolling: Enrolling): Promise<void> {
  await phone.put('kv', enrolling, 'enrolling');
}
