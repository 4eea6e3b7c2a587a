// Photos on this phone.
import type { AccountDatabase } from './account';
import type { PhotoEntry } from './schema';

/** Why a photo is refused whose operation the server knows no more: an older copy of it was put back. */
export const FORGOTTEN = 'blob.forgotten';

export function isForgotten({ state, code }: PhotoEntry): boolean {
  return state === 'refused' && code === FORGOTTEN;
}

export async function photoBytes(
  database: AccountDatabase,
  hash: string,
): Promise<ArrayBuffer | null> {
  return (await database.read(['bytes'], (tx) => tx.objectStore('bytes').get(hash))) ?? null;
}

export async function photosOf(database: AccountDatabase): Promise<PhotoEntry[]> {
  return await database.read(['photos'], (tx) => tx.objectStore('photos').getAll());
}

export async function changePhoto(
  database: AccountDatabase,
  hash: string,
  change: Partial<PhotoEntry>,
): Promise<void> {
  await database.write(['photos'], async (tx) => {
    const photo = await tx.objectStore('photos').get(hash);
    if (photo) await tx.objectStore('photos').put({ ...photo, ...change });
  });
}
