// Inspections that are being filled in.
import type { Draft } from '../domain/inspection';
import { current } from './account';

export async function draft(id: string): Promise<Draft | null> {
  return (await current().database.read(['drafts'], (tx) => tx.objectStore('drafts').get(id))) ?? null;
}

export async function drafts(): Promise<Draft[]> {
  return await current().database.read(['drafts'], (tx) => tx.objectStore('drafts').getAll());
}
