// Makes this phone a device of a person: key, enrolment, PIN, and an empty database of their own.
import { uuid7 } from '../domain/uuid7';
import { databaseOf, makeCurrent, writeKv, type Account } from '../store/account';
import { toAccount, type AccountEntry, type Enrolling } from '../store/accounts';
import { makeKey, publicKey } from '../store/device';
import { addAccount, readEnrolling, writeEnrolling } from '../store/enrolling';
import { makePin } from '../store/pin';
import { enrolDevice } from '../sync/session';
import { stopSync } from '../sync/stop';

export interface Enrolment {
  code: string;
  pin: string;
  deviceName: string;
}

export async function enrol({ code, pin, deviceName }: Enrolment): Promise<Account> {
  const begun = await begin(code);
  const { device, key } = begun;
  const public_key = await publicKey(key);
  const me = await enrolDevice({ code, device, public_key, device_name: deviceName });
  const id = `${me.person}-${device}`;
  await writeKv(databaseOf(id), 'device', { person: me.person, device, key });
  const { person, name, roles, organisation } = me;
  const entry: AccountEntry = {
    id,
    person,
    device,
    name,
    roles,
    organisation,
    pin: await makePin(pin),
    wrong_tries: 0,
    locked_until_ms: 0,
    last_used_ms: Date.now(),
    replaced: false,
  };
  // The loop of whoever was open before must not see the change as another tab's.
  stopSync();
  await addAccount(entry);
  const account = toAccount(entry);
  makeCurrent(account);
  return account;
}

/** A lost reply may have used up the code: the same key must come again, or the device is nobody's. */
async function begin(code: string): Promise<Enrolling> {
  const before = await readEnrolling();
  if (before?.code === code) return before;
  const begun = { code, device: uuid7(Date.now()), key: await makeKey() };
  await writeEnrolling(begun);
  return begun;
}
