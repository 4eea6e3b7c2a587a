// The PIN of an account on a shared phone: slow to guess, and slower with every wrong try.
import { utf8 } from '../domain/bytes';
import type { AccountEntry, Pin } from './accounts';

const ITERATIONS = 210_000;
const FREE_TRIES = 5;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 3_600_000;

export async function makePin(pin: string): Promise<Pin> {
  const salt = crypto.getRandomValues(new Uint8Array(16)).buffer;
  return { salt, iterations: ITERATIONS, verifier: await derived(pin, salt, ITERATIONS) };
}

export async function fits(pin: string, kept: Pin): Promise<boolean> {
  const tried = new Uint8Array(await derived(pin, kept.salt, kept.iterations));
  const known = new Uint8Array(kept.verifier);
  return tried.length === known.length && tried.every((byte, at) => byte === known[at]);
}

/** What one more wrong try makes of the account: from the fifth on it waits, twice as long each time. */
export function afterWrongTry(
  entry: AccountEntry,
  now_ms: number,
): Pick<AccountEntry, 'wrong_tries' | 'locked_until_ms'> {
  const wrong_tries = entry.wrong_tries + 1;
  if (wrong_tries < FREE_TRIES) return { wrong_tries, locked_until_ms: 0 };
  const wait_ms = Math.min(FIRST_WAIT_MS * 2 ** (wrong_tries - FREE_TRIES), LONGEST_WAIT_MS);
  return { wrong_tries, locked_until_ms: now_ms + wait_ms };
}

export function triesLeft(wrong_tries: number): number {
  return Math.max(0, FREE_TRIES - wrong_tries);
}

async function derived(pin: string, salt: ArrayBuffer, iterations: number): Promise<ArrayBuffer> {
  const key = await crypto.subtle.importKey('raw', utf8(pin), 'PBKDF2', false, ['deriveBits']);
  return await crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations },
    key,
    256,
  );
}
