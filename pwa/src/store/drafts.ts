// Inspections that are being filled in.
import type { Draft } from '../domain/inspection';
import { current, type AccountDatabase } from './account';

export async function draft(id: string): Promise<Draft | null> {
  return (
    (await current().database.read(['drafts'], (tx) => tx.objectStore('drafts').get(id))) ?? null
  );
}

export async function drafts(): Promise<Draft[]> {
  return await current().database.read(['drafts'], (tx) => tx.objectStore('drafts').getAll());
}

export async function putDraft(database: AccountDatabase, draft: Draft): Promise<void> {
  // IndexedDB cannot clone a framework's proxies.
  const plain = JSON.parse(JSON.stringify(draft)) as Draft;
  await database.put('drafts', plain);
}
