// A phone with accounts on it, fresh for each test.
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { uuid7 } from '../domain/uuid7';
import { databaseOf, makeCurrent, writeKv, type Account } from '../store/account';
import { phone, toAccount } from '../store/accounts';
import { addAccount } from '../store/enrolling';
import { makeKey } from '../store/device';
import type { OrganisationRow, Role } from '../wire/wire';

export const SCHOOL: OrganisationRow = {
  id: '0190a000-0000-7000-8000-000000000001',
  kind: 'school',
  name: '第一小学',
  parent: null,
  tz: 'Asia/Shanghai',
  boarding: false,
};

const made: Account[] = [];

export async function wipePhone(): Promise<void> {
  for (const account of made.splice(0)) await account.database.close();
  await phone.close();
  makeCurrent(null);
  indexedDB = new IDBFactory();
}

/** Enrolled and open. */
export async function somebody(name = '检查员甲', roles: Role[] = ['inspector']): Promise<Account> {
  const [person, device] = [uuid7(Date.now()), uuid7(Date.now())];
  const id = `${person}-${device}`;
  const key = await makeKey();
  await writeKv(databaseOf(id), 'device', { person, device, key });
  const entry = {
    ...{ id, person, device, name, roles, organisation: SCHOOL },
    pin: { salt: new ArrayBuffer(16), verifier: new ArrayBuffer(32), iterations: 1 },
    ...{ wrong_tries: 0, locked_until_ms: 0, last_used_ms: Date.now(), replaced: false },
  };
  await addAccount(entry);
  const account = toAccount(entry);
  made.push(account);
  makeCurrent(account);
  return account;
}
