// What is filled in of a hazard's next step, so that a killed app loses neither words nor photos.
import { current, readKv, type AccountDatabase } from './account';
import type { Writing } from './database';
import type { AccountSchema } from './schema';

/** The fields as they were last kept; their shape is known to the screen that kept them. */
export async function moveDraft<Form extends object>(key: string): Promise<Partial<Form> | null> {
  const all = await readKv(current().database, 'move_drafts');
  return (all?.[key] as Partial<Form> | undefined) ?? null;
}

export async function putMoveDraft(
  database: AccountDatabase,
  key: string,
  form: object,
): Promise<void> {
  // IndexedDB cannot clone a framework's proxies.
  const plain = JSON.parse(JSON.stringify(form)) as object;
  await database.write(['kv'], (tx) => writeStep(tx, key, plain));
}

/** Null takes it away. */
export async function writeStep(
  tx: Writing<AccountSchema>,
  key: string,
  form: object | null,
): Promise<void> {
  const store = tx.objectStore('kv');
  const all = ((await store.get('move_drafts')) ?? {}) as Record<string, object>;
  const others = Object.fromEntries(Object.entries(all).filter(([each]) => each !== key));
  await store.put(form ? { ...others, [key]: form } : others, 'move_drafts');
}
