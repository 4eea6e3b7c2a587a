// The checklist library on this phone: every published version, so that an old draft keeps its own.
import { dueMs } from '../domain/begun';
import type { Checklist } from '../domain/checklist';
import { timeIn } from '../domain/clock';
import type { Draft } from '../domain/inspection';
import { askedAt } from '../domain/slots';
import type { Words } from '../wire/wire';
import { current, readKv } from './account';
import { begunTimes } from './clock';

/** The newest of each. */
export async function checklists(): Promise<Checklist[]> {
  const all = await current().database.read(['checklists'], (tx) =>
    tx.objectStore('checklists').getAll(),
  );
  // The key ends with the version, so the newest comes last and wins.
  return [...new Map(all.map((each) => [each.id, each])).values()];
}

/** The newest version unless told. */
export async function checklist(id: string, version?: number): Promise<Checklist | null> {
  const range =
    version === undefined ? IDBKeyRange.bound([id], [id, []]) : IDBKeyRange.only([id, version]);
  const all = await current().database.read(['checklists'], (tx) =>
    tx.objectStore('checklists').getAll(range),
  );
  return all[all.length - 1] ?? null;
}

/** What a draft is asked, were it signed now: its own version, at the due time it is for. */
export async function formOf(draft: Draft): Promise<Checklist | null> {
  const found = await checklist(draft.checklist, draft.version);
  const begun = await begunTimes();
  const due_ms = dueMs(begun(draft.started_ms), begun(Date.now()));
  return found && askedAt(found, timeIn(current().organisation.tz, due_ms));
}

export async function locationTypes(): Promise<Record<string, Words>> {
  return (await readKv(current().database, 'location_types')) ?? {};
}
