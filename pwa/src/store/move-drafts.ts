// What is filled in of a hazard's next step, so that a killed app loses neither words nor photos.
import { current, readKv, type AccountDatabase } from './account';

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
  await database.write(['kv'], async (tx) => {
    const store = tx.objectStore('kv');
    const all = ((await store.get('move_drafts')) ?? {}) as Record<string, object>;
    // IndexedDB cannot clone a framework's proxies.
    await store.put({ ...all, [key]: JSON.parse(JSON.stringify(form)) as object }, 'move_drafts');
  });
}
