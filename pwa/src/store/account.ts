// The account that is open on this phone, and the databases of all of them.
import { version as app } from '../../package.json';
import type { Author } from '../domain/operation';
import type { OrganisationRow, Role } from '../wire/wire';
import { Database } from './database';
import { ACCOUNT_VERSION, type AccountSchema, type Kv } from './schema';

export type AccountDatabase = Database<AccountSchema>;

export interface Account {
  /** `<person>-<device>`: the same person enrolled twice is two accounts with two queues. */
  id: string;
  person: string;
  device: string;
  name: string;
  roles: Role[];
  organisation: OrganisationRow;
  database: AccountDatabase;
}

/** Nobody may act now: `account.locked`, or the key is gone: `account.no_key`. */
export class NotAllowed extends Error {
  constructor(readonly code: 'account.locked' | 'account.no_key') {
    super(code);
  }
}

let open: Account | null = null;
const databases = new Map<string, AccountDatabase>();

export function current(): Account {
  if (!open) throw new NotAllowed('account.locked');
  return open;
}

export function isOpen(): boolean {
  return open !== null;
}

export function makeCurrent(account: Account | null): void {
  open = account;
}

export function databaseOf(id: string): AccountDatabase {
  const known = databases.get(id);
  if (known) return known;
  const made = new Database<AccountSchema>(`anxun-${id}`, ACCOUNT_VERSION, (database) => {
    database.createObjectStore('kv');
    database.createObjectStore('cursors', { keyPath: 'organisation' });
    const rows = database.createObjectStore('rows', { keyPath: ['kind', 'id', 'organisation'] });
    rows.createIndex('organisation', 'organisation');
    database.createObjectStore('checklists', { keyPath: ['id', 'version'] });
    database.createObjectStore('drafts', { keyPath: 'id' });
    database.createObjectStore('photos', { keyPath: 'sha256' });
    database.createObjectStore('bytes');
    database.createObjectStore('outbox', { keyPath: 'id' });
    const sent = database.createObjectStore('sent', { keyPath: 'id' });
    sent.createIndex('sent_ms', 'sent_ms');
    sent.createIndex('verdict', 'receipt.verdict');
    database.createObjectStore('bin', { keyPath: 'id' });
  });
  databases.set(id, made);
  return made;
}

export async function readKv<K extends keyof Kv>(
  database: AccountDatabase,
  key: K,
): Promise<Kv[K] | null> {
  const value = await database.read(['kv'], (tx) => tx.objectStore('kv').get(key));
  return (value as Kv[K] | undefined) ?? null;
}

export async function writeKv<K extends keyof Kv>(
  database: AccountDatabase,
  key: K,
  value: Kv[K],
): Promise<void> {
  await database.put('kv', value, key);
}

export function author(account: Account): Author {
  const { person, device, organisation } = account;
  return { person, device, app, tz: organisation.tz };
}
