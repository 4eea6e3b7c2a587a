// Everything that only this phone has, also what a restored server knows no more, as one file a person can carry to the safety office.
import { base64 } from '../domain/bytes';
import { current } from '../store/account';
import { photoBytes } from '../store/photos';
import { readable } from '../store/readable';

export interface Rescue {
  name: string;
  blob: Blob;
  /** How many rows and photos of this phone's store are damaged, and not in it. */
  unreadable: number;
}

/** The envelopes are the signed ones: the server takes them from whoever brings them. */
export async function exportRescue(): Promise<Rescue> {
  const { database, device, organisation } = current();
  const [outbox, sent, kept, drafts] = [
    await readable(database, 'outbox'),
    await readable(database, 'sent'),
    await readable(database, 'photos'),
    await readable(database, 'drafts'),
  ];
  let unreadable = outbox.unreadable + sent.unreadable + kept.unreadable + drafts.unreadable;
  const photos = kept.rows.filter(({ state }) => state !== 'stored' && state !== 'lost');
  const unsent = new Set(photos.map(({ sha256 }) => sha256));
  const arrived = sent.rows.sort((a, b) => a.sent_ms - b.sent_ms);
  // Photos go up only behind the operation that names them, also one that was received.
  const partly = arrived.filter((entry) => entry.photos.some((hash) => unsent.has(hash)));
  const here = outbox.rows.sort((a, b) => a.device_seq - b.device_seq);
  const parts: string[] = [];
  // One photo at a time in the text, because old phones have little memory.
  for (const photo of photos) {
    const bytes = await photoBytes(database, photo.sha256).catch(() => null);
    if (bytes) parts.push(`${JSON.stringify(photo.sha256)}:"${base64(new Uint8Array(bytes))}"`);
    else unreadable += 1;
  }
  const head = JSON.stringify({
    anxun_rescue: 1,
    device,
    organisation: organisation.id,
    exported_ms: Date.now(),
    operations: [...partly, ...here].map((entry) => entry.envelope),
    // With these `anxun verify --receipt` proves that the server still has what it acknowledged.
    receipts: arrived.map((entry) => entry.receipt).reverse(),
    drafts: drafts.rows,
  });
  const text = `${head.slice(0, -1)},"photos":{${parts.join(',')}}}`;
  const day = new Date().toISOString().slice(0, 10);
  return {
    name: `anxun-rescue-${day}-${device.slice(-8)}.json`,
    blob: new Blob([text], { type: 'application/json' }),
    unreadable,
  };
}
