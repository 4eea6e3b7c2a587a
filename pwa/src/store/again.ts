// An older copy of the server was put back: what it was sent since goes into the outbox once more.
import type { AccountDatabase } from './account';
import { bodyOf } from './outbox';
import type { OutboxEntry, SentEntry } from './schema';

/** All that is still kept, for nobody knows here what the copy has: whatever it does have it answers as before. */
export async function sendAgain(database: AccountDatabase, epoch: string): Promise<void> {
  await database.write(['outbox', 'sent', 'bin', 'kv'], async (tx) => {
    const [outbox, sent, bin] = [
      tx.objectStore('outbox'),
      tx.objectStore('sent'),
      tx.objectStore('bin'),
    ];
    const before = await tx.objectStore('kv').get('epoch');
    await tx.objectStore('kv').put(epoch, 'epoch');
    if (before === undefined || before === epoch) return;
    for (const entry of await sent.getAll()) await outbox.put(queued(entry));
    // Refused or put aside it still has its place, and what comes after it would wait for it.
    for (const { entry } of await bin.getAll()) await outbox.put(queued(entry));
    for (const entry of await outbox.getAll()) await outbox.put(queued(entry));
    await sent.clear();
    await bin.clear();
  });
}

function queued(entry: OutboxEntry | SentEntry): OutboxEntry {
  const { id, name, organisation, envelope, photos, wall_ms } = entry;
  return {
    ...{ id, name, organisation, envelope, photos, wall_ms, device_seq: bodyOf(entry).device_seq },
    ...{ state: 'queued', code: null, attempts: 0, next_ms: 0, receipt: null },
  };
}
