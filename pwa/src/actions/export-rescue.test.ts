// A damaged store: what can be read of it is saved, and what cannot is counted.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { current } from '../store/account';
import { outbox } from '../store/outbox';
import { SCHOOL, somebody, wipePhone } from '../testing/phone';
import { exportRescue } from './export-rescue';
import { keepPhoto } from './keep-photo';
import { moveHazard } from './move-hazard';

const drawing = { width: 1, height: 1, strokes: [] };

beforeEach(async () => {
  await wipePhone();
  await somebody();
});

afterEach(() => {
  vi.restoreAllMocks();
});

async function rectified(n: number): Promise<string> {
  const bytes = new Uint8Array(64).fill(n).buffer;
  const photos = [
    await keepPhoto({ bytes, ...{ width: 4, height: 3, capture: 'live', taken_ms: 1 } }),
  ];
  const row = { id: `h${String(n)}`, version: 1, organisation: SCHOOL.id };
  return (await moveHazard(row, 'rectify', { note: '', photos }, drawing)).id;
}

/** As a browser does whose files are damaged: this row cannot be read, nor any list that holds it. */
function damage(store: string, bad: string): void {
  const [get, getAll] = [IDBObjectStore.prototype.get, IDBObjectStore.prototype.getAll];
  const broken = () => new DOMException('Failed to read large IndexedDB value', 'DataError');
  vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(function (
    this: IDBObjectStore,
    key,
  ) {
    if (this.name === store && key === bad) throw broken();
    return get.call(this, key);
  });
  vi.spyOn(IDBObjectStore.prototype, 'getAll').mockImplementation(function (
    this: IDBObjectStore,
    ...asked
  ) {
    if (this.name === store) throw broken();
    return getAll.apply(this, asked);
  });
}

async function saved() {
  const { blob, unreadable } = await exportRescue();
  const file = JSON.parse(await blob.text()) as { operations: unknown[]; photos: object };
  return { operations: file.operations, photos: Object.keys(file.photos).length, unreadable };
}

test('one damaged record costs no other: the rest is saved, and the loss is counted', async () => {
  const made = [await rectified(1), await rectified(2), await rectified(3)];
  const [first, , third] = await outbox();
  damage('outbox', made[1] ?? '');

  expect(await saved()).toEqual({
    operations: [first?.envelope, third?.envelope],
    photos: 3,
    unreadable: 1,
  });
});

test('a damaged photo costs no record', async () => {
  await rectified(1);
  await rectified(2);
  const [hash] = (await outbox())[0]?.photos ?? [];
  damage('bytes', hash ?? '');

  expect(await saved()).toMatchObject({ operations: [{}, {}], photos: 1, unreadable: 1 });
});

test('a store of which nothing can be read leaves the others', async () => {
  await rectified(1);
  const { database } = current();
  const read = database.read.bind(database);
  vi.spyOn(database, 'read').mockImplementation(async (names, work) => {
    if (names.includes('sent')) throw new DOMException('no such store', 'NotFoundError');
    return await read(names, work);
  });

  expect(await saved()).toMatchObject({ operations: [{}], photos: 1, unreadable: 1 });
});

test('reading what is damaged says so, and is not taken for a lost connection', async () => {
  const made = await rectified(1);
  damage('outbox', made);

  await expect(outbox()).rejects.toMatchObject({ code: 'store.damaged' });
});
