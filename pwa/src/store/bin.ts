// Refused operations that a person has put aside.
import type { Draft } from '../domain/inspection';
import { current, type AccountDatabase } from './account';
import { writeStep } from './move-drafts';
import type { BinEntry } from './schema';

export async function bin(): Promise<BinEntry[]> {
  return await current().database.read(['bin'], (tx) => tx.objectStore('bin').getAll());
}

/** What it is filled in as once more. */
export interface Again {
  draft?: Draft;
  step?: { key: string; form: object };
}

/** Only a refused one, and only into the bin. False = there is no such. */
export async function moveToBin(
  database: AccountDatabase,
  id: string,
  reason: string,
  now_ms: number,
  { draft, step }: Again = {},
): Promise<boolean> {
  return await database.write(['outbox', 'bin', 'drafts', 'kv'], async (tx) => {
    const entry = await tx.objectStore('outbox').get(id);
    if (entry?.state !== 'refused') return false;
    await tx.objectStore('outbox').delete(id);
    await tx.objectStore('bin').put({ id, entry, reason, discarded_ms: now_ms });
    if (draft) await tx.objectStore('drafts').put(draft);
    if (step) await writeStep(tx, step.key, step.form);
    return true;
  });
}

export async function moveBackFromBin(database: AccountDatabase, id: string): Promise<boolean> {
  return await database.write(['outbox', 'bin'], async (tx) => {
    const found = await tx.objectStore('bin').get(id);
    if (!found) return false;
    await tx.objectStore('bin').delete(id);
    await tx.objectStore('outbox').put(found.entry);
    return true;
  });
}
