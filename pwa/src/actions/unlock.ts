// Opens an account of this phone with its PIN, online or not.
import { current, makeCurrent, type Account } from '../store/account';
import {
  accountEntry,
  changeAccount,
  setLastAccount,
  toAccount,
  type AccountEntry,
} from '../store/accounts';
import { afterWrongTry, fits, makePin, triesLeft } from '../store/pin';
import { stopSync } from '../sync/stop';

export type NotLetIn = { wrong: number } | { wait_ms: number };
export type Unlocked = { opened: Account } | NotLetIn;

export async function unlock(id: string, pin: string): Promise<Unlocked> {
  const entry = await accountEntry(id);
  if (!entry) return { wrong: 0 };
  const refused = await refusedPin(entry, pin);
  if (refused) return refused;
  await changeAccount(id, { last_used_ms: Date.now() });
  stopSync();
  await setLastAccount(id);
  const account = toAccount(entry);
  makeCurrent(account);
  return { opened: account };
}

/** Before something that a phone left lying open must not give away; null = it is the holder. */
export async function provePin(pin: string): Promise<NotLetIn | null> {
  const entry = await accountEntry(current().id);
  return entry ? await refusedPin(entry, pin) : { wrong: 0 };
}

async function refusedPin(entry: AccountEntry, pin: string): Promise<NotLetIn | null> {
  const { id } = entry;
  const now_ms = Date.now();
  if (entry.locked_until_ms > now_ms) return { wait_ms: entry.locked_until_ms - now_ms };
  if (!(await fits(pin, entry.pin))) {
    const after = afterWrongTry(entry, now_ms);
    await changeAccount(id, after);
    const left = triesLeft(after.wrong_tries);
    return left > 0 ? { wrong: left } : { wait_ms: after.locked_until_ms - now_ms };
  }
  await changeAccount(id, { wrong_tries: 0, locked_until_ms: 0 });
  return null;
}

export async function changePin(pin: string): Promise<void> {
  await changeAccount(current().id, { pin: await makePin(pin) });
}
