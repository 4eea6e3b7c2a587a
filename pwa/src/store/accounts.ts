// The small database beside the accounts: who uses this phone, their PINs, and how the screen looks.
import type { DBSchema } from 'idb';
import type { OrganisationRow, Role } from '../wire/wire';
import { databaseOf, type Account } from './account';
import { Database } from './database';

export interface Pin {
  salt: ArrayBuffer;
  verifier: ArrayBuffer;
  iterations: number;
}

export interface AccountEntry {
  id: string;
  person: string;
  device: string;
  name: string;
  roles: Role[];
  organisation: OrganisationRow;
  pin: Pin;
  wrong_tries: number;
  locked_until_ms: number;
  last_used_ms: number;
  /** The same person enrolled again: this one only empties its queue. */
  replaced: boolean;
}

/** How far a printer prints from where it should, as measured on its calibration page. */
export interface Printer {
  name: string;
  size: string;
  dx: number;
  dy: number;
}

export interface Settings {
  text_size: 'normal' | 'large' | 'huge';
  language: 'zh' | 'en';
  /** `auto` follows the phone. */
  theme: 'auto' | 'light' | 'dark';
  /** Those of this computer, the one used last first. */
  printers?: Printer[];
}

/** A begun enrolment: when the reply is lost, trying the same code again uses the same key. */
export interface Enrolling {
  code: string;
  device: string;
  key: CryptoKeyPair;
}

interface PhoneSchema extends DBSchema {
  accounts: { key: string; value: AccountEntry };
  kv: { key: string; value: Settings | Enrolling | string | null };
}

export const phone = new Database<PhoneSchema>('anxun-accounts', 1, (database) => {
  database.createObjectStore('accounts', { keyPath: 'id' });
  database.createObjectStore('kv');
});

export async function accounts(): Promise<AccountEntry[]> {
  const all = await phone.read(['accounts'], (tx) => tx.objectStore('accounts').getAll());
  return all.sort((a, b) => b.last_used_ms - a.last_used_ms);
}

export async function accountEntry(id: string): Promise<AccountEntry | null> {
  return (await phone.read(['accounts'], (tx) => tx.objectStore('accounts').get(id))) ?? null;
}

export async function changeAccount(id: string, change: Partial<AccountEntry>): Promise<void> {
  await phone.write(['accounts'], async (tx) => {
    const entry = await tx.objectStore('accounts').get(id);
    if (entry) await tx.objectStore('accounts').put({ ...entry, ...change });
  });
}

/** The account that was open last, unless it was left or locked. */
export async function lastAccount(): Promise<AccountEntry | null> {
  const last = await phone.read(['kv'], (tx) => tx.objectStore('kv').get('last'));
  return typeof last === 'string' ? await accountEntry(last) : null;
}

export async function setLastAccount(id: string | null): Promise<void> {
  await phone.put('kv', id, 'last');
}

export async function readSettings(): Promise<Settings | null> {
  const found = await phone.read(['kv'], (tx) => tx.objectStore('kv').get('settings'));
  return (found as Settings | undefined) ?? null;
}

export async function writeSettings(settings: Settings): Promise<void> {
  await phone.put('kv', settings, 'settings');
}

export function toAccount(entry: AccountEntry): Account {
  const { id, person, device, name, roles, organisation } = entry;
  return { id, person, device, name, roles, organisation, database: databaseOf(id) };
}
