// Writes what a pull brought: rows and cursor in one transaction, so that a cut loses nothing.
import type { Checklist } from '../domain/checklist';
import { uuid7 } from '../domain/uuid7';
import type { PullReply, Words } from '../wire/wire';
import type { AccountDatabase } from './account';
import type { Writing } from './database';
import type { AccountSchema, Cursor } from './schema';

export async function cursorOf(
  database: AccountDatabase,
  organisation: string,
): Promise<Cursor | null> {
  const found = await database.read(['cursors'], (tx) =>
    tx.objectStore('cursors').get(organisation),
  );
  return found ?? null;
}

/** `asked` = the cursor it follows on. False = another tab has moved on from there: nothing is written. */
export async function applyPage(
  database: AccountDatabase,
  page: PullReply,
  asked: Cursor | null,
): Promise<boolean> {
  const { organisation, epoch, scope } = page;
  const run = asked?.run ?? uuid7(Date.now());
  const before = asked?.whole ?? false;
  return await database.write(
    ['rows', 'cursors'],
    async (tx) => {
      const now = await tx.objectStore('cursors').get(organisation);
      if (now?.run !== asked?.run || now?.after !== asked?.after) return false;
      const rows = tx.objectStore('rows');
      for (const { kind, id, gone, data } of page.rows) {
        if (gone || data === null) await rows.delete([kind, id, organisation]);
        else await rows.put({ kind, id, organisation, data, run });
      }
      const whole = before || !page.more;
      if (whole && !before) await sweep(tx, organisation, run);
      const cursor = { organisation, epoch, scope, after: page.next, run, whole };
      await tx.objectStore('cursors').put(cursor);
      return true;
    },
    // Lost rows are pulled again, together with their cursor.
    'relaxed',
  );
}

/** What an earlier run brought and this one did not. */
async function sweep(tx: Writing<AccountSchema>, organisation: string, run: string): Promise<void> {
  const rows = tx.objectStore('rows');
  for (const row of await rows.index('organisation').getAll(organisation)) {
    if (row.run !== run) await rows.delete([row.kind, row.id, organisation]);
  }
}

/** A restored server or a changed scope: the rows stay for the work offline until all have come anew. */
export async function startAgain(database: AccountDatabase, organisation: string): Promise<void> {
  await database.write(['cursors'], (tx) => tx.objectStore('cursors').delete(organisation));
}

async function dropOrganisation(database: AccountDatabase, organisation: string): Promise<void> {
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
