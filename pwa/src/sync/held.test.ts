// Held operations: the phone learns what the safety office said, and never lets their photos go before.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepPhoto } from '../actions/keep-photo';
import { moveHazard } from '../actions/move-hazard';
import type { Account } from '../store/account';
import { outbox, sent } from '../store/outbox';
import { freeStored } from '../store/photo-bytes';
import { photoBytes, photosOf } from '../store/photos';
import { statusOf } from '../store/status';
import { FakeServer, unreachable } from '../testing/network';
import { SCHOOL, somebody, wipePhone } from '../testing/phone';
import { flush, nextDue } from './flush';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
let server: FakeServer;
let account: Account;

beforeEach(async () => {
  await wipePhone();
  server = new FakeServer();
  vi.stubGlobal('fetch', server.fetch);
  account = await somebody();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Rectified from a phone that was reported lost. */
async function heldWork() {
  const bytes = crypto.getRandomValues(new Uint8Array(300));
  const taken = { width: 4, height: 3, capture: 'live', taken_ms: 1 } as const;
  const photo = await keepPhoto({ bytes: bytes.buffer, ...taken });
  const row = { id: 'h1', version: 1, organisation: SCHOOL.id };
  const args = { note: '', photos: [photo] };
  const { id } = await moveHazard(row, 'rectify', args, { width: 1, height: 1, strokes: [] });
  server.verdicts.set(id, { verdict: 'held', code: 'op.device_lost' });
  await flush(account.database);
  return { id, photo: photo.sha256 };
}

const asked = (id: string) =>
  server.asked.filter((request) => request.operations.includes(id)).length;

/** As if so much time had passed. */
function later(ms: number) {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });
}

test('a released operation is learnt, and its photos go up', async () => {
  const { id, photo } = await heldWork();
  server.release(id, 'applied');

  await flush(account.database, true);

  expect((await sent()).map((entry) => entry.receipt.verdict)).toEqual(['applied']);
  expect(server.blobs.get(photo)?.complete).toBe(true);
  expect(await statusOf(account.database)).toMatchObject({ held: 0, photos_left: 0 });
});

test('photos of a held operation stay on the phone, however full it gets', async () => {
  const { id, photo } = await heldWork();

  expect(await freeStored(account.database)).toBe(0);
  expect(await photoBytes(account.database, photo)).not.toBeNull();

  server.release(id, 'applied');
  await flush(account.database, true);
  expect(await freeStored(account.database)).toBe(1);
});

test('an operation released and then refused comes back for its person to look at', async () => {
  const { id, photo } = await heldWork();
  server.release(id, 'refused', 'hazard.not_yours');

  await flush(account.database, true);

  expect(await sent()).toEqual([]);
  expect((await outbox()).map((entry) => [entry.id, entry.state, entry.code])).toEqual([
    [id, 'refused', 'hazard.not_yours'],
  ]);
  expect(await photoBytes(account.database, photo)).not.toBeNull();
});

test('it is asked for every hour by itself, every ten minutes on hints, and at once when wished', async () => {
  const { id } = await heldWork();

  later(9 * MINUTE_MS);
  expect(await flush(account.database)).toBe('idle');
  expect(await flush(account.database, false, 10 * MINUTE_MS)).toBe('idle');
  expect(asked(id)).toBe(1);

  later(2 * MINUTE_MS);
  await flush(account.database, false, 10 * MINUTE_MS);
  expect(asked(id)).toBe(2);

  await flush(account.database, true);
  expect(asked(id)).toBe(3);

  expect(await nextDue(account.database)).toBe(Date.now() + HOUR_MS);
  later(HOUR_MS);
  await flush(account.database);
  expect(asked(id)).toBe(4);
});

test('a server that does not answer is not asked again at once', async () => {
  const { id } = await heldWork();
  later(HOUR_MS);
  server.faults.push(unreachable);

  expect(await flush(account.database)).toBe('failed');

  expect(await flush(account.database)).toBe('idle');
  expect(await nextDue(account.database)).toBe(Date.now() + HOUR_MS);
  expect((await sent()).map((entry) => [entry.id, entry.receipt.verdict])).toEqual([[id, 'held']]);
});

test('photos of an acknowledged operation go up although its token has expired', async () => {
  const { id, photo } = await heldWork();
  server.release(id, 'applied');
  server.faults.push((request, url) => server.answer(request, url), unreachable);
  await flush(account.database, true);
  expect((await photosOf(account.database))[0]?.state).toBe('wanted');
  server.token = 'token-2';
  later(25 * HOUR_MS);

  await flush(account.database);

  expect(server.blobs.get(photo)?.complete).toBe(true);
});
