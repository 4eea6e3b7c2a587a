// Locks the screen when the phone was put away, so that who picks it up next needs the PIN.
import { current, isOpen, makeCurrent, type Account } from '../store/account';
import { changeAccount, lastAccount, setLastAccount } from '../store/accounts';
import { draftSaved } from './save-draft';
import { openApp } from './switch-account';

export const AWAY_MS = 5 * 60_000;

/** After a short absence (an update, a page the system threw away) work goes on at once. */
export async function openRecent(now_ms = Date.now()): Promise<Account | null> {
  const last = await lastAccount();
  // A clock that was set back must not open anything.
  if (!last || Math.abs(now_ms - last.last_used_ms) > AWAY_MS) return null;
  return await openApp();
}

/** Called while the app is in use and when it is hidden. */
export async function noteUse(): Promise<void> {
  if (isOpen()) await changeAccount(current().id, { last_used_ms: Date.now() });
}

/** The session stays, and what is not sent goes on being sent; but a reload asks for the PIN, and other tabs lock too. */
export async function lockScreen(): Promise<void> {
  if (!isOpen()) return;
  await draftSaved();
  // First, or this tab would take its own note for a switch by another tab.
  makeCurrent(null);
  await setLastAccount(null);
}
