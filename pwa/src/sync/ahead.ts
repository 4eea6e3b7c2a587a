// Pictures that this person will want to see where there is no network: those of the hazards that wait for them.
import type { Account } from '../store/account';
import { hazards } from '../store/hazards';
import { photoAddress } from '../store/photo-url';
import { photoBytes } from '../store/photos';
import { keepForLater } from './http';

/** What is here since this account was opened: signing out empties the browser's cache, and opens another `Account`. */
const here = new WeakMap<Account, Set<string>>();

export async function fetchAhead(account: Account): Promise<void> {
  const known = here.get(account) ?? new Set();
  here.set(account, known);
  for (const { mine, row } of await hazards()) {
    if (!mine) continue;
    for (const hash of [...row.before, ...row.after]) {
      if (known.has(hash)) continue;
      const isOwn = (await photoBytes(account.database, hash)) !== null;
      if (isOwn || (await keepForLater(photoAddress(hash, true)))) known.add(hash);
    }
  }
}
