// Operations that wait for the safety office's word: asks whether it has come, for only then their photos may go.
import type { AccountDatabase } from '../store/account';
import { heldOf, noteAsked } from '../store/settling';
import { send } from './push';

/** Unless somebody presses 立即同步 or the live line hints. */
export const HELD_EVERY_MS = 3_600_000;

/** Gives whether the server was reached; `null` = there was nothing to ask. */
export async function askForHeld(
  database: AccountDatabase,
  every_ms: number,
): Promise<boolean | null> {
  const now_ms = Date.now();
  const due = (await heldOf(database)).filter(
    (entry) => Math.abs(now_ms - entry.asked_ms) >= every_ms,
  );
  if (due.length === 0) return null;
  // Written first: a server that does not answer must not be asked again and again.
  await noteAsked(
    database,
    due.map((entry) => entry.id),
    now_ms,
  );
  return await send(database, due);
}

export async function heldDue(database: AccountDatabase): Promise<number[]> {
  return (await heldOf(database)).map((entry) => entry.asked_ms + HELD_EVERY_MS);
}
