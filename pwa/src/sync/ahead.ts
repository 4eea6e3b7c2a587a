// Pictures that this person will want to see where there is no network: those of the hazards that wait for them.
import { current } from '../store/account';
import { hazards } from '../store/hazards';
import { photoAddress } from '../store/photo-url';
import { photoBytes } from '../store/photos';
import { keepForLater } from './http';

/** What the browser was given to keep since the app was opened, so that it is asked for once. */
const kept = new Set<string>();

export async function fetchAhead(): Promise<void> {
  for (const { mine, row } of await hazards()) {
    if (!mine) continue;
    for (const hash of [...row.before, ...row.after]) {
      const address = photoAddress(hash, true);
      if (kept.has(address) || (await photoBytes(current().database, hash))) continue;
      if (await keepForLater(address)) kept.add(address);
    }
  }
}
