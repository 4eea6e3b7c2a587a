// Operations that only this phone has, and those the server has acknowledged.
import type { Body, Envelope, Secret } from '../wire/wire';
import { current, type AccountDatabase } from './account';
import type { OutboxEntry, SentEntry } from './schema';

/** What an operation says, for screens; the text itself is never changed. */
export function bodyOf(entry: { envelope: { body: string } }): Body {
  return JSON.parse(entry.envelope.body) as Body;
}

/** When it was done. As the server says it, or one inspection would be two once its row is pulled. */
export function capturedMs(entry: { envelope: { body: string }; wall_ms: number }): number {
  return entry.wall_ms + (bodyOf(entry).skew_ms ?? 0);
}

/** Its erasable part, for whoever made it. */
export function secretOf({ envelope }: { envelope: Envelope }): Secret {
  return JSON.parse(envelope.private ?? '{}') as Secret;
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
