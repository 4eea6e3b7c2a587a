// Writes what a pull brought: rows and cursor in one transaction, so that a cut loses nothing.
import type { Checklist } from '../domain/checklist';
import type { PullReply, Words } from '../wire/wire';
import type { AccountDatabase } from './account';
import type { Cursor } from './schema';

export async function cursorOf(
  database: AccountDatabase,
  organisation: string,
): Promise<Cursor | null> {
  const found = await database.read(['cursors'], (tx) =>
    tx.objectStore('cursors').get(organisation),
  );
  return found ?? null;
}

export async function applyPage(database: AccountDatabase, page: PullReply): Promise<void> {
  const { organisation, epoch, scope } = page;
  await database.write(
    ['rows', 'cursors'],
    async (tx) => {
      const rows = tx.objectStore('rows');
      for (const { kind, id, gone, data } of page.rows) {
        if (gone || data === null) await rows.delete([kind, id, organisation]);
        else await rows.put({ kind, id, organisation, data });
      }
      await tx.objectStore('cursors').put({ organisation, epoch, scope, after: page.next });
    },
    // Lost rows are pulled again, together with their cursor.
    'relaxed',
  );
}

/** A restored server or a changed scope: this organisation's rows start again from nothing. */
export async function dropOrganisation(
  database: AccountDatabase,
  organisation: string,
): Promise<void> {
  await database.write(['rows', 'cursors'], async (tx) => {
    const keys = await tx.objectStore('rows').index('organisation').getAllKeys(organisation);
    for (const key of keys) await tx.objectStore('rows').delete(key);
    await tx.objectStore('cursors').delete(organisation);
  });
}

export async function dropOthers(
  database: AccountDatabase,
  watched: readonly string[],
): Promise<void> {
  const known = await database.read(['cursors'], (tx) => tx.objectStore('cursors').getAllKeys());
  for (const organisation of known) {
    if (!watched.includes(organisation)) await dropOrganisation(database, organisation);
  }
}

export interface Library {
  hash: string;
  location_types: Record<string, Words>;
  checklists: Checklist[];
}

/** Only adds: a draft may still need a version that the server no longer offers. */
export async function keepLibrary(database: AccountDatabase, library: Library): Promise<void> {
  await database.write(['checklists', 'kv'], async (tx) => {
    for (const each of library.checklists) await tx.objectStore('checklists').put(each);
    await tx.objectStore('kv').put(library.location_types, 'location_types');
    await tx.objectStore('kv').put(library.hash, 'library');
  });
}
