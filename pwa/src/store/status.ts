// What the status strip says: how much is only on this phone, and how the line to the server is.
import { current, readKv, type AccountDatabase } from './account';
import { outboxOf } from './outbox';
import { isForgotten, photosOf } from './photos';
import type { Contact, OutboxEntry, PhotoEntry } from './schema';

export interface Status {
  /** `connecting` = never tried yet; `waits` = the server has everything it may have, but some of it is held. */
  state: 'connecting' | 'offline' | 'syncing' | 'waits' | 'received' | 'refused';
  /** Operations that no receipt names yet. */
  only_here: number;
  photos_left: number;
  bytes_left: number;
  /** Need a person: 服务器没收下; also records that a restored server knows no more, with photos still here. */
  refused: number;
  /** Photos whose bytes this phone has lost. */
  lost_photos: number;
  /** Why the server does not take some photos, each reason once. */
  photos_refused: string[];
  held: number;
  /** Photos of held operations: the server does not take them yet. */
  held_photos: number;
  oldest_ms: number | null;
  last_received_ms: number | null;
  signed_out: boolean;
}

/** Watch `outbox`, `sent`, `photos` and `kv`. */
export async function status(): Promise<Status> {
  return await statusOf(current().database);
}

export async function statusOf(database: AccountDatabase): Promise<Status> {
  const waiting = await outboxOf(database);
  const { held, last_received_ms } = await acknowledged(database);
  const photos = await photosOf(database);
  const contact = await readKv(database, 'contact');
  const here = waiting.filter((entry) => entry.state !== 'refused');
  const stranded = new Set(photos.filter(isForgotten).map(({ operation }) => operation));
  const refused = waiting.length - here.length + stranded.size;
  const left = photos.filter((photo) => photo.state === 'wanted' || waitsWith(here, photo));
  const isLeft = here.length + left.length > 0;
  return {
    state: isBeginning(contact, refused + here.length + left.length)
      ? 'connecting'
      : stateOf(refused > 0, isLeft, held.length > 0, isReachable(contact)),
    only_here: here.length,
    photos_left: left.length,
    bytes_left: left.reduce((sum, photo) => sum + photo.size - photo.offset, 0),
    refused,
    lost_photos: photos.filter((photo) => photo.state === 'lost').length,
    photos_refused: reasons(photos),
    held: held.length,
    held_photos: photos.filter(
      ({ state, operation }) =>
        state === 'queued' && operation !== null && held.includes(operation),
    ).length,
    oldest_ms: here.length > 0 ? Math.min(...here.map((entry) => entry.wall_ms)) : null,
    last_received_ms,
    signed_out: contact?.signed_out ?? false,
  };
}

function reasons(photos: readonly PhotoEntry[]): string[] {
  const codes = photos.flatMap(({ state, code }) => (state === 'refused' && code ? [code] : []));
  return [...new Set(codes)];
}

/** By index: a month of envelopes is too much to load for this. */
async function acknowledged(
  database: AccountDatabase,
): Promise<{ held: string[]; last_received_ms: number | null }> {
  return await database.read(['sent'], async (tx) => {
    const store = tx.objectStore('sent');
    const held = await store.index('verdict').getAllKeys('held');
    const last = await store.index('sent_ms').openKeyCursor(null, 'prev');
    return { held, last_received_ms: last?.key ?? null };
  });
}

/** Photos of a refused operation wait for a person, not for the line. */
function waitsWith(here: readonly OutboxEntry[], photo: PhotoEntry): boolean {
  return photo.state === 'queued' && here.some((entry) => entry.id === photo.operation);
}

function stateOf(
  isRefused: boolean,
  isLeft: boolean,
  isHeld: boolean,
  isReached: boolean,
): Status['state'] {
  if (isRefused) return 'refused';
  if (!isReached) return 'offline';
  if (isLeft) return 'syncing';
  return isHeld ? 'waits' : 'received';
}

/** Just enrolled: nobody can say yet whether the server is in reach. */
function isBeginning(contact: Contact | null, left: number): boolean {
  return contact === null && left === 0 && !isCutOff();
}

function isCutOff(): boolean {
  return typeof navigator !== 'undefined' && 'onLine' in navigator && !navigator.onLine;
}

/** The last word decides; navigator.onLine only ever says no. */
function isReachable(contact: Contact | null): boolean {
  if (isCutOff()) return false;
  return (contact?.reached_ms ?? -1) >= (contact?.failed_ms ?? 0);
}
