// One short flush of an account's queue: operations first, then what is held, photos last, by one tab at a time.
import { readKv, writeKv, type AccountDatabase } from '../store/account';
import { forgetOld } from '../store/forgetting';
import { outboxOf } from '../store/outbox';
import { photosOf } from '../store/photos';
import { uploadPhotos } from './blobs';
import { askForHeld, HELD_EVERY_MS, heldDue } from './held';
import { push } from './push';

/** A tab frozen by the system keeps its lock for ever: after this silence it is taken from it. */
const SILENT_MS = 90_000;

/** `idle` = nothing was due, so nothing is known about the line. */
export type Flushed = 'reached' | 'failed' | 'idle' | 'busy';

/** The server's idempotence keeps it right; the lock only saves traffic. */
export async function flush(
  database: AccountDatabase,
  force = false,
  held_ms = HELD_EVERY_MS,
): Promise<Flushed> {
  const work = async () => {
    const flushed = await sendAll(database, force, held_ms);
    if (flushed !== 'failed') await tidy(database);
    return flushed;
  };
  // Absent in an insecure context and before Safari 15.4.
  if (typeof navigator === 'undefined' || !('locks' in navigator)) return await work();
  const name = `outbox-flush-${database.name}`;
  const done = await navigator.locks.request(name, { ifAvailable: true }, async (lock) =>
    lock ? await work() : null,
  );
  if (done) return done;
  const beat = (await readKv(database, 'heartbeat')) ?? 0;
  if (Date.now() - beat < SILENT_MS) return 'busy';
  return await navigator.locks.request(name, { steal: true }, work);
}

async function sendAll(
  database: AccountDatabase,
  force: boolean,
  held_ms: number,
): Promise<Flushed> {
  const steps = [
    () => push(database, force),
    () => askForHeld(database, force ? 0 : held_ms),
    () => uploadPhotos(database, force),
  ];
  let flushed: Flushed = 'idle';
  for (const step of steps) {
    await writeKv(database, 'heartbeat', Date.now());
    const reached = await step();
    if (reached === false) return 'failed';
    if (reached) flushed = 'reached';
  }
  return flushed;
}

// Tidying touches every store, so every watcher would load again: twice a day is enough.
const tidied = new Map<string, number>();
const TIDY_EVERY_MS = 12 * 3_600_000;

async function tidy(database: AccountDatabase): Promise<void> {
  const now_ms = Date.now();
  if (now_ms - (tidied.get(database.name) ?? 0) < TIDY_EVERY_MS) return;
  tidied.set(database.name, now_ms);
  await forgetOld(database, now_ms);
}

/** When the next operation or photo may be tried; `null` = nothing waits. */
export async function nextDue(database: AccountDatabase): Promise<number | null> {
  const entries = (await outboxOf(database)).filter((entry) => entry.state !== 'refused');
  const photos = (await photosOf(database)).filter((photo) => photo.state === 'wanted');
  const times = [...entries, ...photos].map((each) => each.next_ms);
  times.push(...(await heldDue(database)));
  return times.length > 0 ? Math.min(...times) : null;
}
