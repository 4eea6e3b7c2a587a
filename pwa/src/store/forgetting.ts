// What has been with the server for thirty days, or in the bin, leaves the phone; the mirror forgets sooner.
import { draftPhotos } from '../domain/inspection';
import type { AccountDatabase } from './account';
import type { Writing } from './database';
import type { AccountSchema, MirrorRow } from './schema';

const KEEP_SENT_MS = 30 * 86_400_000;
const KEEP_INSPECTIONS_MS = 14 * 86_400_000;
const KEEP_CLOSED_MS = 30 * 86_400_000;

export async function forgetOld(database: AccountDatabase, now_ms: number): Promise<void> {
  await database.write(['sent', 'bin', 'drafts', 'kv', 'photos', 'bytes', 'rows'], async (tx) => {
    const used = await inUse(tx);
    const old = IDBKeyRange.upperBound(now_ms - KEEP_SENT_MS);
    for (const entry of await tx.objectStore('sent').index('sent_ms').getAll(old)) {
      const photos = await Promise.all(
        entry.photos.map((sha256) => tx.objectStore('photos').get(sha256)),
      );
      if (photos.some((photo) => photo && photo.state !== 'stored')) continue;
      await tx.objectStore('sent').delete(entry.id);
      await dropPhotos(tx, entry, used);
    }
    for (const entry of await tx.objectStore('bin').getAll()) {
      if (entry.discarded_ms > now_ms - KEEP_SENT_MS) continue;
      await tx.objectStore('bin').delete(entry.id);
      await dropPhotos(tx, entry.entry, used);
    }
    await dropOrphans(tx, now_ms, used);
    await dropRows(tx, now_ms);
  });
}

/** The server sends inspections of the last days only, and takes back none of them. */
async function dropRows(tx: Writing<AccountSchema>, now_ms: number): Promise<void> {
  const rows = tx.objectStore('rows');
  for (const kind of ['inspection', 'hazard']) {
    for (const row of await rows.getAll(IDBKeyRange.bound([kind], [kind, []]))) {
      if (isOver(row, now_ms)) await rows.delete([row.kind, row.id, row.organisation]);
    }
  }
}

function isOver({ data }: MirrorRow, now_ms: number): boolean {
  if ('captured_ms' in data) return data.captured_ms < now_ms - KEEP_INSPECTIONS_MS;
  if (!('state' in data) || !['struck_off', 'void'].includes(data.state)) return false;
  const last_ms = Math.max(data.found_ms, ...data.events.map((event) => event.captured_ms));
  return (data.struck_off_ms ?? last_ms) < now_ms - KEEP_CLOSED_MS;
}

type InUse = (sha256: string) => boolean;

/** Pictures of what is being filled in, also of what was refused and opened again. */
async function inUse(tx: Writing<AccountSchema>): Promise<InUse> {
  const drafts = (await tx.objectStore('drafts').getAll()).flatMap(draftPhotos);
  const hashes = new Set(drafts.map((photo) => photo.sha256));
  const steps = JSON.stringify((await tx.objectStore('kv').get('move_drafts')) ?? {});
  return (sha256) => hashes.has(sha256) || steps.includes(sha256);
}

/** Pictures that were taken and then left out of their draft. */
async function dropOrphans(tx: Writing<AccountSchema>, now_ms: number, used: InUse): Promise<void> {
  for (const { sha256, state, kept_ms } of await tx.objectStore('photos').getAll()) {
    if (state !== 'draft' || kept_ms > now_ms - KEEP_SENT_MS || used(sha256)) continue;
    await tx.objectStore('photos').delete(sha256);
    await tx.objectStore('bytes').delete(sha256);
  }
}

async function dropPhotos(
  tx: Writing<AccountSchema>,
  of: { id: string; photos: string[] },
  used: InUse,
): Promise<void> {
  for (const sha256 of of.photos) {
    const photo = await tx.objectStore('photos').get(sha256);
    // The same picture may serve a later operation.
    if (photo?.operation !== of.id) continue;
    if (used(sha256)) {
      const state = photo.state === 'queued' ? 'draft' : photo.state;
      await tx.objectStore('photos').put({ ...photo, state, operation: null });
      continue;
    }
    await tx.objectStore('photos').delete(sha256);
    await tx.objectStore('bytes').delete(sha256);
  }
}
