// Opens an account of this phone with its PIN, online or not.
import { current, makeCurrent, type Account } from '../store/account';
import { accountEntry, changeAccount, setLastAccount, toAccount } from '../store/accounts';
import { afterWrongTry, fits, makePin, triesLeft } from '../store/pin';
import { stopSync } from '../sync/stop';

export type Unlocked = { opened: Account } | { wrong: number } | { wait_ms: number };

export async function unlock(id: string, pin: string): Promise<Unlocked> {
  const entry = await accountEntry(id);
  if (!entry) return { wrong: 0 };
  const now_ms = Date.now();
  if (entry.locked_until_ms > now_ms) return { wait_ms: entry.locked_until_ms - now_ms };
  if (!(await fits(pin, entry.pin))) {
    const after = afterWrongTry(entry, now_ms);
    await changeAccount(id, after);
    const left = triesLeft(after.wrong_tries);
    return left > 0 ? { wrong: left } : { wait_ms: after.locked_until_ms - now_ms };
  }
  await changeAccount(id, { wrong_tries: 0, locked_until_ms: 0, last_used_ms: now_ms });
  stopSync();
  await setLastAccount(id);
  const account = toAccount(entry);
  makeCurrent(account);
  return { opened: account };
}

export async function changePin(pin: string): Promise<void> {
  await changeAccount(current().id, { pin: await makePin(pin) });
}
