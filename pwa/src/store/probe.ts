// Whether this browser really keeps what it is given: the self-test of storage and signing key.
import { openDB } from 'idb';
import { makeKey } from './device';

const NAME = 'anxun-probe';
const BYTES = 262_144;

/** Writes a photo's worth of bytes, reads them back and clears up; gives the time it took. */
export async function probeDatabase(): Promise<number> {
  const began = performance.now();
  const database = await openDB(NAME, 1, {
    upgrade: (fresh) => {
      fresh.createObjectStore('bytes');
    },
  });
  try {
    const written = new Uint8Array(BYTES).fill(7);
    const tx = database.transaction('bytes', 'readwrite', { durability: 'strict' });
    await tx.store.put(written.buffer, 'probe');
    await tx.done;
    const read: unknown = await database.get('bytes', 'probe');
    if (!(read instanceof ArrayBuffer) || new Uint8Array(read)[BYTES - 1] !== 7) {
      throw new Error('the bytes read are not the bytes written');
    }
    await database.clear('bytes');
  } finally {
    database.close();
  }
  return performance.now() - began;
}

/** Makes a key as enrolment does, and signs with it. */
export async function probeKey(): Promise<number> {
  const began = performance.now();
  const { privateKey } = await makeKey();
  const text = new Uint8Array([1, 2, 3]);
  await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, text);
  return performance.now() - began;
}

/** `null` = the browser does not say. */
export async function isPersisted(): Promise<boolean | null> {
  try {
    return await navigator.storage.persisted();
  } catch {
    return null;
  }
}
