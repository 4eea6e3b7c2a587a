// How a photo is kept: as an ArrayBuffer, because WebKit loses Blobs; read back before it counts as kept.
import { sha256 } from '../domain/bytes';
import type { Photo } from '../wire/wire';
import type { AccountDatabase } from './account';
import { NotKept } from './database';
import { photoBytes } from './photos';

export async function keepBytes(
  database: AccountDatabase,
  photo: Photo,
  bytes: ArrayBuffer,
  now_ms: number,
): Promise<void> {
  try {
    await put(database, photo, bytes, now_ms);
  } catch (error) {
    if (!(error instanceof NotKept) || error.code !== 'store.full') throw error;
    // What the server has may go from here; a draft or an unsent photo never.
    if ((await freeStored(database)) === 0) throw error;
    await put(database, photo, bytes, now_ms);
  }
  const back = await photoBytes(database, photo.sha256);
  if (!back || (await sha256(back)) !== photo.sha256) throw new NotKept('store.photo_broken');
}

/** Gives how many were freed. */
export async function freeStored(database: AccountDatabase): Promise<number> {
  return await database.write(['photos', 'bytes'], async (tx) => {
    const all = await tx.objectStore('photos').getAll();
    const stored = all.filter((photo) => photo.state === 'stored' && photo.here);
    for (const photo of stored) {
      await tx.objectStore('bytes').delete(photo.sha256);
      await tx.objectStore('photos').put({ ...photo, here: false });
    }
    return stored.length;
  });
}

async function put(
  database: AccountDatabase,
  photo: Photo,
  bytes: ArrayBuffer,
  now_ms: number,
): Promise<void> {
  await database.write(['photos', 'bytes'], async (tx) => {
    const known = await tx.objectStore('photos').get(photo.sha256);
    await tx.objectStore('bytes').put(bytes, photo.sha256);
    const fresh = {
      code: null,
      operation: null,
      attempts: 0,
      next_ms: 0,
      kept_ms: now_ms,
      offset: 0,
    };
    await tx
      .objectStore('photos')
      .put({ state: 'draft', ...fresh, ...photo, ...known, here: true });
  });
}
