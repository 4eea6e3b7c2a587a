// Signs in by device key, for the button after the server has closed the session.
import { current, readKv, writeKv } from '../store/account';
import { signInBy } from '../sync/session';
import type { Me } from '../wire/wire';

export async function signIn(): Promise<Me> {
  const account = current();
  const me = await signInBy(account);
  const contact = await readKv(account.database, 'contact');
  const failed_ms = contact?.failed_ms ?? null;
  await writeKv(account.database, 'contact', {
    failed_ms,
    reached_ms: Date.now(),
    signed_out: false,
  });
  return me;
}
