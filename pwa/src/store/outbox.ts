// Operations that only this phone has, and those the server has acknowledged.
import { draftPhotos } from '../domain/inspection';
import type { Body, NamedReceipt, Receipt } from '../wire/wire';
import { current, type AccountDatabase } from './account';
import type { Writing } from './database';
import type { AccountSchema, BinEntry, OutboxEntry, SentEntry } from './schema';

const KEEP_SENT_MS = 30 * 86_400_000;
const GONE_FROM_PHONE = ['applied', 'superseded', 'held'];

/** What an operation says, for screens; the text itself is never changed. */
export function bodyOf(entry: { envelope: { body: string } }): Body {
  return JSON.parse(entry.envelope.body) as Body;
}

export async function outbox(): Promise<OutboxEntry[]> {
  return await outboxOf(current().database);
}

export async function outboxOf(database: AccountDatabase): Promise<OutboxEntry[]> {
  const all = await database.read(['outbox'], (tx) => tx.objectStore('outbox').getAll());
  return all.sort((a, b) => a.device_seq - b.device_seq);
}

/** Newest first; a screen that needs only the last days says since when. */
export async function sent(since_ms = 0): Promise<SentEntry[]> {
  const range = IDBKeyRange.lowerBound(since_ms);
  const found = await current().database.read(['sent'], (tx) =>
    tx.objectStore('sent').index('sent_ms').getAll(range),
  );
  return found.reverse();
}

export async function bin(): Promise<BinEntry[]> {
  return await current().database.read(['bin'], (tx) => tx.objectStore('bin').getAll());
}

export async function receiptOf(operation: string): Promise<Receipt | null> {
  return await current().database.read(['outbox', 'sent'], async (tx) => {
    const done = await tx.objectStore('sent').get(operation);
    if (done) return done.receipt;
    return (await tx.objectStore('outbox').get(operation))?.receipt ?? null;
  });
}

/** Only a receipt that names the operation takes it out of the outbox; both in one transaction. */
export async function settle(
  database: AccountDatabase,
  receipts: readonly NamedReceipt[],
  now_ms: number,
  later: (attempts: number) => number,
): Promise<void> {
  await database.write(['outbox', 'sent', 'photos'], async (tx) => {
    for (const receipt of receipts) {
      const entry =
        (await tx.objectStore('outbox').get(receipt.id)) ?? (await decided(tx, receipt));
      if (!entry) {
        await askAgainFor(tx, receipt);
        continue;
      }
      if (GONE_FROM_PHONE.includes(receipt.verdict)) await moveToSent(tx, entry, receipt, now_ms);
      else await tx.objectStore('outbox').put(staying(entry, receipt, now_ms, later));
    }
  });
}

/** What the server has, waiting for the safety office's word. */
export async function heldOf(database: AccountDatabase): Promise<SentEntry[]> {
  return await database.read(['sent'], (tx) =>
    tx.objectStore('sent').index('verdict').getAll('held'),
  );
}

export async function noteAsked(
  database: AccountDatabase,
  ids: readonly string[],
  now_ms: number,
): Promise<void> {
  await database.write(['sent'], async (tx) => {
    for (const id of ids) {
      const entry = await tx.objectStore('sent').get(id);
      if (entry) await tx.objectStore('sent').put({ ...entry, asked_ms: now_ms });
    }
  });
}

/** A whole request failed: each of its operations waits its own time. */
export async function postpone(
  database: AccountDatabase,
  ids: readonly string[],
  next_ms: (attempts: number) => number,
): Promise<void> {
  await database.write(['outbox'], async (tx) => {
    for (const id of ids) {
      const entry = await tx.objectStore('outbox').get(id);
      if (!entry) continue;
      const attempts = entry.attempts + 1;
      await tx.objectStore('outbox').put({ ...entry, attempts, next_ms: next_ms(attempts) });
    }
  });
}

/** The server refuses to look at this one at all: it must not hold up the others. */
export async function park(database: AccountDatabase, id: string, code: string): Promise<void> {
  await database.write(['outbox'], async (tx) => {
    const entry = await tx.objectStore('outbox').get(id);
    if (entry) await tx.objectStore('outbox').put({ ...entry, state: 'refused', code });
  });
}

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

function staying(
  entry: OutboxEntry,
  receipt: Receipt,
  now_ms: number,
  later: (attempts: number) => number,
): OutboxEntry {
  const { verdict, code } = receipt;
  if (verdict === 'refused') return { ...entry, state: 'refused', code, receipt };
  const attempts = entry.attempts + 1;
  const state = verdict === 'unknown' ? 'unknown' : 'waiting';
  return { ...entry, state, code, attempts, next_ms: now_ms + later(attempts) };
}

async function moveToSent(
  tx: Writing<AccountSchema>,
  entry: OutboxEntry,
  receipt: Receipt,
  now_ms: number,
): Promise<void> {
  const { id, name, organisation, envelope, photos, wall_ms } = entry;
  await tx.objectStore('outbox').delete(id);
  await tx.objectStore('sent').put({
    ...{ id, name, organisation, envelope, photos, wall_ms, receipt },
    ...{ sent_ms: now_ms, asked_ms: now_ms },
  });
  // The server asks for a held one's photos once it is released.
  if (receipt.verdict === 'held') return;
  for (const sha256 of photos) {
    const photo = await tx.objectStore('photos').get(sha256);
    if (!photo || photo.state === 'lost') continue;
    const state = receipt.missing.includes(sha256) ? 'wanted' : 'stored';
    await tx.objectStore('photos').put({ ...photo, state, attempts: 0, next_ms: 0 });
  }
}

/** A held one whose word has come goes on like one that was just sent: received, or back for a person to look at. */
async function decided(
  tx: Writing<AccountSchema>,
  receipt: NamedReceipt,
): Promise<OutboxEntry | null> {
  const held = await tx.objectStore('sent').get(receipt.id);
  if (held?.receipt.verdict !== 'held' || receipt.verdict === 'held') return null;
  await tx.objectStore('sent').delete(held.id);
  const { id, name, organisation, envelope, photos, wall_ms } = held;
  const { device_seq } = bodyOf(held);
  return {
    ...{ id, name, organisation, device_seq, envelope, photos, wall_ms },
    ...{ state: 'queued', code: null, attempts: 0, next_ms: 0, receipt: null },
  };
}

/** A replay for a fresh upload token: its receipt is the stored one and may not know later uploads. */
async function askAgainFor(tx: Writing<AccountSchema>, receipt: Receipt): Promise<void> {
  for (const sha256 of receipt.missing) {
    const photo = await tx.objectStore('photos').get(sha256);
    if (photo?.state === 'queued')
      await tx.objectStore('photos').put({ ...photo, state: 'wanted' });
  }
}
