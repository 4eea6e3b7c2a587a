// What has been with the server for thirty days, or in the bin, leaves the phone.
import { draftPhotos } from '../domain/inspection';
import type { AccountDatabase } from './account';
import type { Writing } from './database';
import type { AccountSchema } from './schema';

const KEEP_SENT_MS = 30 * 86_400_000;

export async function forgetOld(database: AccountDatabase, now_ms: number): Promise<void> {
  await database.write(['sent', 'bin', 'drafts', 'kv', 'photos', 'bytes'], async (tx) => {
    const old = IDBKeyRange.upperBound(now_ms - KEEP_SENT_MS);
    for (const entry of await tx.objectStore('sent').index('sent_ms').getAll(old)) {
      const photos = await Promise.all(
        entry.photos.map((sha256) => tx.objectStore('photos').get(sha256)),
      );
      if (photos.some((photo) => photo && photo.state !== 'stored')) continue;
      await tx.objectStore('sent').delete(entry.id);
      await dropPhotos(tx, entry);
    }
    for (const entry of await tx.objectStore('bin').getAll()) {
      if (entry.discarded_ms > now_ms - KEEP_SENT_MS) continue;
      await tx.objectStore('bin').delete(entry.id);
      await dropPhotos(tx, entry.entry);
    }
    await dropOrphans(tx, now_ms);
  });
}

/** Pictures that were taken and then left out of their draft. */
async function dropOrphans(tx: Writing<AccountSchema>, now_ms: number): Promise<void> {
  const used = (await tx.objectStore('drafts').getAll()).flatMap(draftPhotos);
  const hashes = new Set(used.map((photo) => photo.sha256));
  const moves = JSON.stringify((await tx.objectStore('kv').get('move_drafts')) ?? {});
  for (const { sha256, state, kept_ms } of await tx.objectStore('photos').getAll()) {
    if (state !== 'draft' || kept_ms > now_ms - KEEP_SENT_MS || hashes.has(sha256)) continue;
    if (moves.includes(sha256)) continue;
    await tx.objectStore('photos').delete(sha256);
    await tx.objectStore('bytes').delete(sha256);
  }
}

async function dropPhotos(
  tx: Writing<AccountSchema>,
  of: { id: string; photos: string[] },
): Promise<void> {
  for (const sha256 of of.photos) {
    // The same picture may serve a later operation.
    if ((await tx.objectStore('photos').get(sha256))?.operation !== of.id) continue;
    await tx.objectStore('photos').delete(sha256);
    await tx.objectStore('bytes').delete(sha256);
  }
}
