// What the sync centre lists: refused first, then what waits, what is received, what was thrown away.
import { canReopen } from '../../actions/reopen-refused';
import { t } from '../../i18n';
import { current, readKv } from '../../store/account';
import { bin } from '../../store/bin';
import { outbox, sent } from '../../store/outbox';
import { isForgotten, photosOf } from '../../store/photos';
import type { BinEntry, OutboxEntry, PhotoEntry, SentEntry } from '../../store/schema';
import { moment } from '../words';
import { titled, type Titled } from './titles';

export interface Refused extends Titled {
  id: string;
  code: string | null;
  when: string;
  canReopen: boolean;
}

export interface Waiting extends Titled {
  id: string;
  meta: string;
  /** Bytes of its photos, once they may go up. */
  done: number;
  total: number;
  to: string | undefined;
}

export interface Received extends Titled {
  id: string;
  meta: string;
  to: string | undefined;
}

export interface Thrown extends Titled {
  id: string;
  meta: string;
}

export interface Lists {
  reached_ms: number | null;
  refused: Refused[];
  waiting: Waiting[];
  received: Received[];
  thrown: Thrown[];
  bytes: number;
  /** Something that a rescue file would carry. */
  hasUnsent: boolean;
}

export async function lists(): Promise<Lists> {
  const { database } = current();
  const here = await outbox();
  const there = await sent();
  const photos = new Map((await photosOf(database)).map((each) => [each.sha256, each]));
  const isOpen = (entry: SentEntry) => isHeld(entry) || left(entry, photos).length > 0;
  const unfinished = there.filter(isOpen).reverse();
  const queued = here.filter(({ state }) => state !== 'refused');
  const refused = here.filter(({ state }) => state === 'refused');
  const waiting = [...unfinished.map((each) => partly(each, photos)), ...queued.map(whole)];
  const unsent = [...unfinished, ...queued].flatMap((entry) => left(entry, photos));
  return {
    reached_ms: (await readKv(database, 'contact'))?.reached_ms ?? null,
    refused: await Promise.all(refused.map(asRefused)),
    waiting: await Promise.all(waiting),
    received: await Promise.all(there.filter((entry) => !isOpen(entry)).map(asReceived)),
    thrown: await Promise.all((await bin()).map(asThrown)),
    bytes: unsent.reduce((sum, photo) => sum + photo.size - photo.offset, 0),
    hasUnsent: here.length + unsent.length > 0 || [...photos.values()].some(isForgotten),
  };
}

function isHeld({ receipt }: SentEntry): boolean {
  return receipt.verdict === 'held';
}

function receiptOf(entry: { id: string; name: string }): string | undefined {
  return entry.name === 'inspection.submit' ? `/receipt/${entry.id}` : undefined;
}

type Photos = ReadonlyMap<string, PhotoEntry>;

function left(entry: { photos: string[] }, photos: Photos): PhotoEntry[] {
  return entry.photos
    .map((sha256) => photos.get(sha256))
    .filter((photo) => photo !== undefined)
    .filter(({ state }) => state === 'queued' || state === 'wanted');
}

async function whole(entry: OutboxEntry): Promise<Waiting> {
  const words = [moment(entry.wall_ms)];
  if (entry.photos.length > 0) words.push(t('sync.photosOf', { n: entry.photos.length }));
  if (entry.state === 'unknown') words.push(t('sync.unknownYet'));
  else words.push(t(entry.state === 'waiting' ? 'sync.waitingEarlier' : 'sync.queued'));
  const meta = words.join(' · ');
  return { id: entry.id, ...(await titled(entry)), meta, done: 0, total: 0, to: receiptOf(entry) };
}

/** The operation is there, but held, or some of its photos are not. */
async function partly(entry: SentEntry, photos: Photos): Promise<Waiting> {
  const open = left(entry, photos);
  if (isHeld(entry)) return await held(entry, open.length);
  const all = entry.photos.map((sha256) => photos.get(sha256)).filter((each) => each !== undefined);
  const total = all.reduce((sum, photo) => sum + photo.size, 0);
  const missing = open.reduce((sum, photo) => sum + photo.size - photo.offset, 0);
  const counts = { done: entry.photos.length - open.length, total: entry.photos.length };
  const meta = `${t('sync.photosDone', counts)} · ${t('sync.uploading')}`;
  return {
    id: entry.id,
    ...(await titled(entry)),
    icon: 'sync',
    meta,
    done: total - missing,
    total,
    to: receiptOf(entry),
  };
}

async function held(entry: SentEntry, n: number): Promise<Waiting> {
  const words = [moment(entry.wall_ms), t('sync.held')];
  if (n > 0) words.push(t('sync.heldPhotos', { n }));
  const told = { ...(await titled(entry)), icon: 'clock' as const, meta: words.join(' · ') };
  return { id: entry.id, ...told, done: 0, total: 0, to: receiptOf(entry) };
}

async function asRefused(entry: OutboxEntry): Promise<Refused> {
  const { id, name, code, wall_ms } = entry;
  return {
    ...{ id, code, canReopen: canReopen(name) },
    ...(await titled(entry)),
    when: moment(wall_ms),
  };
}

async function asReceived(entry: SentEntry): Promise<Received> {
  const { verdict, journal_no, received_ms } = entry.receipt;
  const words = [moment(received_ms)];
  if (journal_no !== null) words.push(t('sync.number', { n: journal_no }));
  if (verdict === 'superseded') words.push(t('sync.superseded'));
  return { id: entry.id, ...(await titled(entry)), meta: words.join(' · '), to: receiptOf(entry) };
}

async function asThrown({ id, entry, reason, discarded_ms }: BinEntry): Promise<Thrown> {
  return { id, ...(await titled(entry)), meta: `${moment(discarded_ms)} · ${reason}` };
}
