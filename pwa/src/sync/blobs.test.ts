// Photos on their way: in pieces, resumed where they broke, stored only when whole.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepPhoto } from '../actions/keep-photo';
import { moveHazard } from '../actions/move-hazard';
import { sha256 } from '../domain/bytes';
import { writeKv, type Account } from '../store/account';
import { sent } from '../store/outbox';
import { freeStored } from '../store/photo-bytes';
import { photoBytes, photosOf } from '../store/photos';
import { statusOf } from '../store/status';
import { FakeServer, problem, unreachable } from '../testing/network';
import { SCHOOL, somebody, wipePhone } from '../testing/phone';
import { uploadPhotos } from './blobs';
import { nextDue } from './flush';
import { push, pushAgain } from './push';

const PIECE = 256 * 1024;
let server: FakeServer;
let account: Account;

beforeEach(async () => {
  await wipePhone();
  server = new FakeServer();
  vi.stubGlobal('fetch', server.fetch);
  account = await somebody();
});

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A photo of a rectified hazard, and the operation acknowledged. */
async function pushedPhoto(size: number) {
  const bytes = crypto.getRandomValues(new Uint8Array(Math.min(size, 65_536)));
  const whole = new Uint8Array(size).map((_, at) => bytes[at % bytes.length] ?? 0);
  const taken = { width: 4, height: 3, capture: 'live', taken_ms: 1 } as const;
  const photo = await keepPhoto({ bytes: whole.buffer, ...taken });
  const row = { id: 'h1', version: 1, organisation: SCHOOL.id };
  await moveHazard(
    row,
    'rectify',
    { note: '', photos: [photo] },
    { width: 1, height: 1, strokes: [] },
  );
  await push(account.database);
  return photo;
}

async function arrived(hash: string): Promise<string> {
  return await sha256(new Uint8Array(server.blobs.get(hash)?.bytes ?? []));
}

test('a photo goes up in pieces of at most 256 KB and arrives whole', async () => {
  const photo = await pushedPhoto(2 * PIECE + 100);

  await uploadPhotos(account.database);

  const patches = server.asked.filter((asked) => asked.method === 'PATCH');
  expect(patches).toHaveLength(3);
  expect(await arrived(photo.sha256)).toBe(photo.sha256);
  expect((await photosOf(account.database))[0]?.state).toBe('stored');
});

test('while one photo waits for its answer another one travels', async () => {
  await pushedPhoto(100);
  await pushedPhoto(200);
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  server.faults.push(
    async (request, url) => {
      await begun;
      return await server.answer(request, url);
    },
    (request, url) => {
      begin();
      return server.answer(request, url);
    },
  );

  await uploadPhotos(account.database);

  const states = (await photosOf(account.database)).map(({ state }) => state);
  expect(states).toEqual(['stored', 'stored']);
});

test('a cut upload goes on where the server says', async () => {
  const photo = await pushedPhoto(3 * PIECE);
  server.faults.push(
    (request, url) => server.answer(request, url),
    (request, url) => server.answer(request, url),
    () => unreachable(),
  );
  expect(await uploadPhotos(account.database)).toBe(false);
  expect((await statusOf(account.database)).photos_left).toBe(1);

  await uploadPhotos(account.database, true);

  expect(server.blobs.get(photo.sha256)?.complete).toBe(true);
  expect(server.asked.filter((asked) => asked.method === 'PATCH')).toHaveLength(4);
});

test('a lost reply of a piece is no second piece', async () => {
  const photo = await pushedPhoto(2 * PIECE);
  server.faults.push(
    (request, url) => server.answer(request, url),
    async (request, url) => {
      await server.answer(request, url);
      return unreachable();
    },
  );
  await uploadPhotos(account.database);

  await uploadPhotos(account.database, true);

  expect(server.blobs.get(photo.sha256)).toMatchObject({ complete: true, total: 2 * PIECE });
});

test('a wrong offset follows what the header of the 409 says', async () => {
  const photo = await pushedPhoto(2 * PIECE);
  server.faults.push((request, url) => server.answer(request, url));
  const bytes = new Uint8Array(
    (await photoBytes(account.database, photo.sha256)) ?? new ArrayBuffer(0),
  );
  server.faults[0] = () => {
    // Another tab is faster than this one after the HEAD.
    server.blobs.set(photo.sha256, {
      bytes: bytes.slice(0, PIECE),
      total: 2 * PIECE,
      complete: false,
    });
    return new Response(null, { headers: { 'Upload-Offset': '0', 'Upload-Complete': '0' } });
  };

  await uploadPhotos(account.database);

  expect(await arrived(photo.sha256)).toBe(photo.sha256);
});

test('an upload that does not hash to its name starts again from nothing', async () => {
  const photo = await pushedPhoto(100);
  server.faults.push(
    (request, url) => server.answer(request, url),
    () => problem(422, 'blob.hash'),
  );

  await uploadPhotos(account.database);

  expect(server.blobs.get(photo.sha256)?.complete).toBe(true);
});

test('an old upload token is renewed by sending the operation again, without a session', async () => {
  const photo = await pushedPhoto(100);
  server.token = 'token-2';

  await uploadPhotos(account.database);

  expect(server.blobs.get(photo.sha256)?.complete).toBe(true);
  expect(server.bodies).toHaveLength(1);
  expect(server.asked.some((asked) => asked.path.startsWith('/api/session'))).toBe(false);
});

test('what the server has already is not sent again', async () => {
  await pushedPhoto(100);
  server.faults.push(
    () => new Response(null, { headers: { 'Upload-Offset': '100', 'Upload-Complete': '1' } }),
  );

  await uploadPhotos(account.database);

  expect(server.asked.filter((asked) => asked.method === 'PATCH')).toHaveLength(0);
  expect((await photosOf(account.database))[0]?.state).toBe('stored');
});

test('all bytes at a server that died before it looked at them are not a photo yet', async () => {
  const photo = await pushedPhoto(100);
  const bytes = new Uint8Array(
    (await photoBytes(account.database, photo.sha256)) ?? new ArrayBuffer(0),
  );
  server.blobs.set(photo.sha256, { bytes, total: 100, complete: false });

  await uploadPhotos(account.database);

  expect(server.asked.filter((asked) => asked.method === 'PATCH')).toHaveLength(1);
  expect(server.blobs.get(photo.sha256)?.complete).toBe(true);
  expect((await photosOf(account.database))[0]?.state).toBe('stored');
});

test('bytes that this phone has lost are said to be lost and hold up nothing', async () => {
  const lost = await pushedPhoto(100);
  const other = await pushedPhoto(200);
  await account.database.write(['bytes'], (tx) => tx.objectStore('bytes').delete(lost.sha256));

  await uploadPhotos(account.database);

  expect(await statusOf(account.database)).toMatchObject({ lost_photos: 1, photos_left: 0 });
  expect(server.blobs.get(other.sha256)?.complete).toBe(true);
});

test('a photo that the server will never take is not tried for ever, and the reason is told', async () => {
  await pushedPhoto(100);
  await pushedPhoto(200);
  const refusal = () => problem(422, 'blob.type');
  server.faults.push((request, url) => server.answer(request, url), refusal);

  await uploadPhotos(account.database);
  const asked = server.asked.length;
  await uploadPhotos(account.database);

  expect(server.asked).toHaveLength(asked);
  const photos = await photosOf(account.database);
  expect(photos.map(({ state }) => state).sort()).toEqual(['refused', 'stored']);
  expect(await statusOf(account.database)).toMatchObject({
    ...{ photos_left: 0, photos_refused: ['blob.type'] },
  });
  expect(await nextDue(account.database)).toBeNull();
});

test('a photo that some proxy found too large is tried again when a person asks for it', async () => {
  const photo = await pushedPhoto(100);
  const tooLarge = () => new Response('<html>', { status: 413 });
  server.faults.push((request, url) => server.answer(request, url), tooLarge);
  await uploadPhotos(account.database);

  await uploadPhotos(account.database, true);

  expect(server.blobs.get(photo.sha256)?.complete).toBe(true);
  expect((await statusOf(account.database)).photos_refused).toEqual([]);
});

/** The server was put back to before this photo's operation, whose forerunner it lacks too. */
async function forgottenPhoto() {
  const photo = await pushedPhoto(100);
  const [entry] = await sent();
  if (!entry) throw new Error('an acknowledged operation expected');
  server.forget();
  server.verdicts.set(entry.id, { verdict: 'waiting', code: 'op.waiting_for_earlier' });
  await uploadPhotos(account.database);
  return { photo, id: entry.id };
}

test.each(['token-1', 'token-2'])(
  'a photo whose operation the server knows no more is not tried for ever and stays (%s)',
  async (token) => {
    server.token = token;
    const { photo } = await forgottenPhoto();
    const asked = server.asked.length;

    await uploadPhotos(account.database);

    expect(server.asked).toHaveLength(asked);
    expect(await nextDue(account.database)).toBeNull();
    expect(await photoBytes(account.database, photo.sha256)).not.toBeNull();
    expect(await statusOf(account.database)).toMatchObject({
      ...{ state: 'refused', refused: 1, photos_left: 0, photos_refused: ['blob.forgotten'] },
    });
  },
);

test('a photo that was forgotten goes up once its operation is there again', async () => {
  const { photo, id } = await forgottenPhoto();
  server.verdicts.delete(id);

  await uploadPhotos(account.database, true);

  expect(server.blobs.get(photo.sha256)?.complete).toBe(true);
  expect(await statusOf(account.database)).toMatchObject({ refused: 0, photos_refused: [] });
});

test('a receipt that asks for a forgotten photo makes it wanted again by itself', async () => {
  const { photo, id } = await forgottenPhoto();
  server.verdicts.delete(id);
  const [entry] = await sent();
  if (entry) await pushAgain(account.database, entry.envelope);

  await uploadPhotos(account.database);

  expect(server.blobs.get(photo.sha256)?.complete).toBe(true);
});

test('a photo whose last reply was lost for days is known to be there without a token', async () => {
  const photo = await pushedPhoto(100);
  server.blobs.set(photo.sha256, { bytes: new Uint8Array(100), total: 100, complete: true });
  await writeKv(account.database, 'upload_token', { token: '', expires_ms: 0 });

  await uploadPhotos(account.database);

  expect((await photosOf(account.database))[0]?.state).toBe('stored');
});

test('only what the server has may be freed from a full phone', async () => {
  const stored = await pushedPhoto(100);
  await uploadPhotos(account.database);
  const unsent = await pushedPhoto(200);
  await writeKv(account.database, 'upload_token', { token: '', expires_ms: 0 });

  expect(await freeStored(account.database)).toBe(1);

  expect(await photoBytes(account.database, stored.sha256)).toBeNull();
  expect((await photoBytes(account.database, unsent.sha256))?.byteLength).toBe(200);
});
