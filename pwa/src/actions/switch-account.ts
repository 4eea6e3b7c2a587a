// Who uses this phone now: opens the last one at the start, and lets somebody else in.
import { makeCurrent, type Account } from '../store/account';
import { accounts, changeAccount, lastAccount, toAccount } from '../store/accounts';
import { NotKept } from '../store/database';

export interface AccountHere {
  id: string;
  name: string;
  organisation_name: string;
  last_used_ms: number;
}

/** `null` = show the accounts of this phone, or enrolment if there are none. */
export async function openApp(): Promise<Account | null> {
  const entry = await lastAccount();
  if (!entry) return null;
  try {
    await changeAccount(entry.id, { last_used_ms: Date.now() });
  } catch (error) {
    // A full phone opens all the same: sending is what makes room.
    if (!(error instanceof NotKept)) throw error;
  }
  const account = toAccount(entry);
  makeCurrent(account);
  return account;
}

/** Newest first; without those whose person has enrolled again. */
export async function accountsHere(): Promise<AccountHere[]> {
  const all = await accounts();
  return all
    .filter((entry) => !entry.replaced)
    .map(({ id, name, organisation, last_used_ms }) => ({
      id,
      name,
      organisation_name: organisation.name,
      last_used_ms,
    }));
}
