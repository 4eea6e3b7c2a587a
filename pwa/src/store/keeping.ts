// The strict transaction by which work becomes safe on this phone.
import { CHAIN_START, type Chain } from '../domain/operation';
import type { AccountDatabase } from './account';
import type { Writing } from './database';
import { writeStep } from './move-drafts';
import type { AccountSchema, OutboxEntry } from './schema';

/** What was being filled in and is now signed: a draft's id, or the key of a hazard's step. */
export interface Filled {
  draft?: string | undefined;
  step?: string | undefined;
}

/** An operation with the hash that the next one of this device names. */
export interface Link {
  entry: OutboxEntry;
  hash: string;
}

/** Operations in, draft out, chain forward, photos bound: all or nothing. False = another tab signed first. */
export async function addToOutbox(
  database: AccountDatabase,
  chain: Chain,
  links: readonly Link[],
  { draft, step }: Filled,
): Promise<boolean> {
  return await database.write(['outbox', 'kv', 'drafts', 'photos'], async (tx) => {
    const now = ((await tx.objectStore('kv').get('chain')) as Chain | undefined) ?? CHAIN_START;
    if (now.device_seq !== chain.device_seq) return false;
    for (const link of links) await add(tx, link);
    if (draft !== undefined) await tx.objectStore('drafts').delete(draft);
    if (step !== undefined) await writeStep(tx, step, null);
    return true;
  });
}

async function add(tx: Writing<AccountSchema>, { entry, hash }: Link): Promise<void> {
  await tx.objectStore('kv').put({ device_seq: entry.device_seq, prev: hash }, 'chain');
  await tx.objectStore('outbox').add(entry);
  for (const sha256 of entry.photos) {
    const photo = await tx.objectStore('photos').get(sha256);
    if (!photo) continue;
    // A picture used before may already be with the server; the receipt will tell.
    const state = photo.state === 'draft' ? 'queued' : photo.state;
    await tx.objectStore('photos').put({ ...photo, operation: entry.id, state });
  }
}
