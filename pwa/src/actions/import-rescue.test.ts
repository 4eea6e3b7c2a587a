// A rescue file brought by another phone: what its author signed arrives, photos too, and nothing of it stays there.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { outbox, sent } from '../store/outbox';
import { photosOf } from '../store/photos';
import { push } from '../sync/push';
import { FakeServer, unreachable } from '../testing/network';
import { SCHOOL, somebody, wipePhone } from '../testing/phone';
import { current } from '../store/account';
import { exportRescue } from './export-rescue';
import { importRescue } from './import-rescue';
import { keepPhoto } from './keep-photo';
import { moveHazard } from './move-hazard';

const drawing = { width: 1, height: 1, strokes: [] };
let server: FakeServer;

beforeEach(async () => {
  await wipePhone();
  server = new FakeServer();
  vi.stubGlobal('fetch', server.fetch);
  await somebody('整改人甲');
});

afterEach(() => {
  vi.unstubAllGlobals();
});

async function rectified(n: number): Promise<string> {
  const bytes = new Uint8Array(300_000).fill(n).buffer;
  const taken = { width: 4, height: 3, capture: 'live', taken_ms: 1 } as const;
  const photos = [await keepPhoto({ bytes, ...taken })];
  const row = { id: `h${String(n)}`, version: 1, organisation: SCHOOL.id };
  return (await moveHazard(row, 'rectify', { note: '', photos }, drawing)).id;
}

/** The phone is gone; all there is of it is the file, and somebody else's phone. */
async function fileOf(): Promise<Blob> {
  const { blob } = await exportRescue();
  await wipePhone();
  await somebody('安全办乙', ['safety_office']);
  return blob;
}

async function brought(file: Blob) {
  return await importRescue(file, () => undefined);
}

const NOTHING_ELSE = { held: 0, waiting: 0, refused: new Map(), stopped: null, unsent: 0 };

test('what another phone signed arrives with its photos, and its author stays its author', async () => {
  await rectified(1);
  await rectified(2);
  const author = current();
  const envelopes = (await outbox()).map(({ envelope }) => envelope);

  const done = await brought(await fileOf());

  expect(done).toMatchObject({ accepted: 2, there: 0, ...NOTHING_ELSE, isWhole: true });
  expect(done?.photos).toEqual({ sent: 2, absent: 0, damaged: 0, refused: new Map() });
  expect(server.bodies.map(({ person, device }) => [person, device])).toEqual(
    envelopes.map(() => [author.person, author.device]),
  );
  expect([...server.blobs.values()].map(({ complete }) => complete)).toEqual([true, true]);
});

test('photos that had not gone up yet go up from the file, though their record was received', async () => {
  await rectified(1);
  await push(current().database);

  const done = await brought(await fileOf());

  expect(done).toMatchObject({ accepted: 0, there: 1, ...NOTHING_ELSE });
  expect(done?.photos.sent).toBe(1);
});

test('photos of a held one go up from the file once it is released', async () => {
  const id = await rectified(1);
  server.verdicts.set(id, { verdict: 'held', code: 'op.too_old' });
  await push(current().database);
  const file = await fileOf();
  expect(await brought(file)).toMatchObject({ held: 1, photos: { sent: 0 } });
  server.release(id, 'applied');

  expect(await brought(file)).toMatchObject({ there: 1, photos: { sent: 1 } });
});

test('the same file again finds everything there and sends no photo twice', async () => {
  await rectified(1);
  const file = await fileOf();
  await brought(file);
  const patches = () => server.asked.filter(({ method }) => method === 'PATCH').length;
  const before = patches();

  const again = await brought(file);

  expect(again).toMatchObject({ accepted: 0, there: 1, ...NOTHING_ELSE });
  expect(again?.photos.sent).toBe(0);
  expect(patches()).toBe(before);
});

test('nothing of the file stays on the phone that brought it', async () => {
  await rectified(1);

  await brought(await fileOf());

  const { database } = current();
  expect([await outbox(), await sent(), await photosOf(database)]).toEqual([[], [], []]);
  const keys = await database.read(['kv'], (tx) => tx.objectStore('kv').getAllKeys());
  expect(keys).toEqual(['device']);
});

test('what is refused, held or waits is counted with the reason', async () => {
  const [refused, held, waiting] = [await rectified(1), await rectified(2), await rectified(3)];
  await rectified(4);
  server.verdicts.set(refused, { verdict: 'refused', code: 'op.device_unknown' });
  server.verdicts.set(held, { verdict: 'held', code: 'op.too_old' });
  server.verdicts.set(waiting, { verdict: 'waiting', code: 'op.waiting_for_earlier' });

  const done = await brought(await fileOf());

  expect(done).toMatchObject({ accepted: 1, held: 1, waiting: 1 });
  expect(done?.refused).toEqual(new Map([['op.device_unknown', 1]]));
});

test('one envelope that the server cannot read does not cost the others', async () => {
  server.poison = await rectified(1);
  await rectified(2);

  const done = await brought(await fileOf());

  expect(done).toMatchObject({ accepted: 1, unsent: 0 });
  expect(done?.refused).toEqual(new Map([['http.malformed', 1]]));
});

test('a line that breaks is told, and the same file goes on from there', async () => {
  await rectified(1);
  await rectified(2);
  const file = await fileOf();
  server.mostOperations = 1;
  const whole = (request: Request, url: URL) => server.answer(request, url);
  server.faults.push(whole, whole, unreachable);

  const cut = await brought(file);
  const rest = await brought(file);

  expect(cut).toMatchObject({ accepted: 1, stopped: 'network.unreachable', unsent: 1 });
  expect(rest).toMatchObject({ accepted: 1, there: 1, stopped: null, unsent: 0 });
  expect(rest?.photos.sent).toBe(2);
});

test('a file that was cut sends what is left of it, and says so', async () => {
  await rectified(1);
  await rectified(2);
  const file = await fileOf();
  const text = await file.text();
  const cut = new Blob([text.slice(0, text.indexOf('"photos":{') + 1000)]);

  const done = await brought(cut);

  expect(done).toMatchObject({ accepted: 2, isWhole: false, photos: { sent: 0, absent: 2 } });
});

test('a photo that the file holds damaged is not sent', async () => {
  await rectified(1);
  const text = await (await fileOf()).text();
  const at = text.indexOf('"photos":{') + 200;

  const done = await brought(new Blob([`${text.slice(0, at)}Z${text.slice(at + 1)}`]));

  expect(done).toMatchObject({ accepted: 1, photos: { sent: 0, damaged: 1 } });
});

test('what the phone has sent since is no trouble: it only hears that it is there', async () => {
  const id = await rectified(1);
  const { blob } = await exportRescue();
  const { database } = current();
  await brought(blob);

  await push(database);

  const [photo] = await photosOf(database);
  expect([await outbox(), (await sent()).map((entry) => entry.id)]).toEqual([[], [id]]);
  expect(photo?.state).toBe('stored');
});
