// Work that was given to another person, until who had it has read so.
import { takenFrom } from '../domain/taken';
import type { HazardEvent, HazardRow } from '../wire/wire';
import { current, readKv, type AccountDatabase } from './account';
import { rows } from './mirror';

export interface Taken {
  row: HazardRow;
  /** The order that took it. */
  event: HazardEvent;
}

/** Watch `rows` and `kv`. */
export async function taken(): Promise<Taken[]> {
  const { database, person } = current();
  const read = (await readKv(database, 'told')) ?? [];
  return (await rows('hazard')).flatMap((row) => {
    const event = takenFrom(row, person);
    return event && !read.includes(event.id) ? [{ row, event }] : [];
  });
}

export async function putTold(database: AccountDatabase, event: string): Promise<void> {
  await database.write(['kv'], async (tx) => {
    const store = tx.objectStore('kv');
    const read = ((await store.get('told')) ?? []) as string[];
    await store.put([...read, event], 'told');
  });
}
