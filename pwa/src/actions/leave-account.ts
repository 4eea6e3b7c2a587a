// Leaves the phone to somebody else.
import { isOpen, makeCurrent } from '../store/account';
import { setLastAccount } from '../store/accounts';
import { Failed } from '../sync/http';
import { signOut } from '../sync/session';
import { stopSync } from '../sync/stop';
import { draftSaved } from './save-draft';

/** Locks; what is not sent stays and is sent while others use the phone. */
export async function leaveAccount(): Promise<void> {
  if (!isOpen()) return;
  await draftSaved();
  stopSync();
  await setLastAccount(null);
  makeCurrent(null);
  try {
    await signOut();
  } catch (error) {
    // Offline the cookie stays; the next account signs in anew before it fetches anything.
    if (!(error instanceof Failed)) throw error;
  }
}
