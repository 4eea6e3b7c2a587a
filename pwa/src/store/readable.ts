// What can still be read of a store that is damaged: row by row, so that one of them does not cost the others.
import type { StoreValue } from 'idb';
import type { AccountDatabase } from './account';
import type { AccountSchema, StoreName } from './schema';

export interface Readable<Row> {
  rows: Row[];
  /** How many could not be read; a store of which nothing can be read counts once. */
  unreadable: number;
}

export async function readable<Name extends StoreName>(
  database: AccountDatabase,
  name: Name,
): Promise<Readable<StoreValue<AccountSchema, Name>>> {
  try {
    const rows = await database.read([name], (tx) => tx.objectStore(name).getAll());
    return { rows, unreadable: 0 };
  } catch {
    return await rowByRow(database, name);
  }
}

async function rowByRow<Name extends StoreName>(
  database: AccountDatabase,
  name: Name,
): Promise<Readable<StoreValue<AccountSchema, Name>>> {
  const found: Readable<StoreValue<AccountSchema, Name>> = { rows: [], unreadable: 0 };
  const keys = await tried(database.read([name], (tx) => tx.objectStore(name).getAllKeys()));
  if (!keys) return { rows: [], unreadable: 1 };
  for (const key of keys) {
    const row = await tried(database.read([name], (tx) => tx.objectStore(name).get(key)));
    if (row === null || row === undefined) found.unreadable += 1;
    else found.rows.push(row);
  }
  return found;
}

async function tried<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch {
    return null;
  }
}
