// What a receipt, or the lack of one, does to the operations that were sent.
import type { NamedReceipt, Receipt } from '../wire/wire';
import type { AccountDatabase } from './account';
import type { Writing } from './database';
import { bodyOf } from './outbox';
import { isForgotten } from './photos';
import type { AccountSchema, OutboxEntry, SentEntry } from './schema';

const GONE_FROM_PHONE = ['applied', 'superseded', 'held'];

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
    if (photo?.state === 'queued' || (photo && isForgotten(photo)))
      await tx.objectStore('photos').put({ ...photo, state: 'wanted', next_ms: 0 });
  }
}
