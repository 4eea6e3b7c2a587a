// The mirror follows the server: page by page, again from nothing when told, never somebody else's.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readKv, type Account } from '../store/account';
import { accountEntry } from '../store/accounts';
import { people, points } from '../store/mirror';
import { cursorOf, startAgain } from '../store/pulled';
import { FakeServer, problem, unreachable } from '../testing/network';
import { SCHOOL, somebody, wipePhone } from '../testing/phone';
import { pull } from './pull';

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

function pointRow(id: string, position: number, gone = false) {
  const facts = { name: id, place: '', type: 'exit', checklists: [], active: true, labels: [] };
  const data = gone ? null : { id, organisation: SCHOOL.id, position, ...facts };
  return { kind: 'point', id, seq: position, gone, data };
}

test('pages come until there is no more, and the cursor is where they end', async () => {
  server.pages = [
    { rows: [pointRow('p2', 2)], next: 5, more: true },
    { rows: [pointRow('p1', 1)], next: 9, more: false },
  ];

  await pull(account);

  expect((await points()).map((point) => point.id)).toEqual(['p1', 'p2']);
  expect(await cursorOf(account.database, SCHOOL.id)).toMatchObject({ epoch: 'e1', after: 9 });
});

test('a row that is gone leaves the mirror', async () => {
  server.pages = [{ rows: [pointRow('p1', 1), pointRow('p2', 2)] }];
  await pull(account);
  server.pages = [{ rows: [pointRow('p1', 3, true)] }];

  await pull(account);

  expect((await points()).map((point) => point.id)).toEqual(['p2']);
});

test('a resync drops the rows of that organisation and starts from the beginning', async () => {
  server.pages = [{ rows: [pointRow('old', 1)], next: 90 }];
  await pull(account);
  server.pages = [{ rows: [pointRow('new', 1)], next: 3, epoch: 'e2' }];
  server.faults.push(() => problem(409, 'sync.resync'));

  await pull(account);

  expect((await points()).map((point) => point.id)).toEqual(['new']);
  expect(await cursorOf(account.database, SCHOOL.id)).toMatchObject({ epoch: 'e2', after: 3 });
});

test('a resync that is cut off takes no label away', async () => {
  server.pages = [{ rows: [pointRow('p1', 1), pointRow('p2', 2)], next: 90 }];
  await pull(account);
  server.faults.push(() => problem(409, 'sync.resync'), unreachable);

  await expect(pull(account)).rejects.toMatchObject({ status: 0 });

  expect((await points()).map((point) => point.id)).toEqual(['p1', 'p2']);
});

test('a resync goes on where it was cut, and drops the old once the new is whole', async () => {
  server.pages = [{ rows: [pointRow('old', 9)], next: 90 }];
  await pull(account);
  server.pages = [
    { rows: [pointRow('p1', 1)], next: 5, more: true, epoch: 'e2' },
    { rows: [pointRow('p2', 2)], next: 9, epoch: 'e2' },
  ];
  const first = (request: Request, url: URL) => server.answer(request, url);
  server.faults.push(() => problem(409, 'sync.resync'), first, unreachable);
  await expect(pull(account)).rejects.toMatchObject({ status: 0 });
  expect((await points()).map((point) => point.id)).toEqual(['p1', 'old']);

  await pull(account);

  expect((await points()).map((point) => point.id)).toEqual(['p1', 'p2']);
});

test('a page that was asked for before another tab started again leaves no gap', async () => {
  server.pages = [
    { rows: [pointRow('p1', 1)], next: 5, more: true },
    { rows: [pointRow('p2', 2)] },
  ];
  await pull(account);
  server.pages = [{ rows: [pointRow('p1', 1), pointRow('p2', 2)], next: 9 }];
  server.faults.push(async (request, url) => {
    await startAgain(account.database, SCHOOL.id);
    return await server.answer(request, url);
  });

  await pull(account);

  expect((await points()).map((point) => point.id)).toEqual(['p1', 'p2']);
});

test('a school that is no longer watched leaves the phone', async () => {
  server.pages = [
    { watching: ['school-7'] },
    { organisation: 'school-7', rows: [pointRow('p7', 7)] },
    { watching: [] },
  ];
  await pull(account);
  expect((await points()).map((point) => point.id)).toEqual(['p7']);

  await pull(account);

  expect(await points()).toEqual([]);
});

test('a cut between two pages keeps the first and goes on after it', async () => {
  server.pages = [
    { rows: [pointRow('p1', 1)], next: 5, more: true },
    { rows: [pointRow('p2', 2)] },
  ];
  server.faults.push(
    (request, url) => server.answer(request, url),
    (request, url) => server.answer(request, url),
    () => problem(503, 'server.busy'),
  );

  await expect(pull(account)).rejects.toMatchObject({ status: 503 });
  expect(await cursorOf(account.database, SCHOOL.id)).toMatchObject({ after: 5 });
  await pull(account);

  expect(await points()).toHaveLength(2);
});

test('a new phone that is cut off has no points without their checklists', async () => {
  server.pages = [{ rows: [pointRow('p1', 1)] }];
  server.faults.push((request, url) => server.answer(request, url), unreachable);

  await expect(pull(account)).rejects.toMatchObject({ status: 0 });

  expect(await readKv(account.database, 'library')).toBe('library-1');
  expect(await points()).toEqual([]);
});

test('a page of another organisation is not believed', async () => {
  server.pages = [{ organisation: 'somebody-else', rows: [pointRow('p1', 1)] }];

  await expect(pull(account)).rejects.toMatchObject({ status: 0 });

  expect(await points()).toEqual([]);
});

test('new roles of this person reach the list of accounts, and a new library the phone', async () => {
  const me = {
    id: account.person,
    organisation: SCHOOL.id,
    name: '新名',
    roles: ['principal'],
    left: false,
  };
  server.pages = [
    {
      rows: [{ kind: 'person', id: account.person, seq: 1, gone: false, data: me }],
      library: 'library-1',
    },
  ];

  await pull(account);

  expect(await accountEntry(account.id)).toMatchObject({ name: '新名', roles: ['principal'] });
  expect(await people()).toHaveLength(1);
  expect(await readKv(account.database, 'library')).toBe('library-1');
});
