// An older copy of the server was put back: what it has lost comes again by itself, and only once.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { discardRefused } from '../actions/discard-refused';
import { keepPhoto } from '../actions/keep-photo';
import { moveHazard } from '../actions/move-hazard';
import type { Account } from '../store/account';
import { bin } from '../store/bin';
import { outbox, sent } from '../store/outbox';
import { photosOf } from '../store/photos';
import { FakeServer, unreachable } from '../testing/network';
import { SCHOOL, somebody, wipePhone } from '../testing/phone';
import { syncOnce } from './loop';

const ROUND = { force: true, pull: true };
const drawing = { width: 1, height: 1, strokes: [] };
let server: FakeServer;
let account: Account;

beforeEach(async () => {
  await wipePhone();
  server = new FakeServer();
  vi.stubGlobal('fetch', server.fetch);
  account = await somebody();
  server.me = { device: account.device };
  server.pages = [{ epoch: 'e1' }];
});

afterEach(() => {
  vi.unstubAllGlobals();
});

async function rectified(n: number): Promise<string> {
  const bytes = new Uint8Array(64).fill(n).buffer;
  const taken = { width: 4, height: 3, capture: 'live', taken_ms: 1 } as const;
  const photos = [await keepPhoto({ bytes, ...taken })];
  const row = { id: `h${String(n)}`, version: 1, organisation: SCHOOL.id };
  return (await moveHazard(row, 'rectify', { note: '', photos }, drawing)).id;
}

function restore(): void {
  server.forget();
  server.pages = [{ epoch: 'e2' }];
}

const order = () => server.bodies.map(({ device_seq }) => device_seq);

test('what a restored server has lost is sent again in its order, with its photos', async () => {
  const made = [await rectified(1), await rectified(2)];
  await syncOnce(account, ROUND);
  expect((await sent()).map(({ id }) => id).sort()).toEqual(made);
  restore();

  await syncOnce(account, ROUND);
  await syncOnce(account, ROUND);

  expect(order()).toEqual([1, 2]);
  expect([...server.blobs.values()].map(({ complete }) => complete)).toEqual([true, true]);
  expect([(await outbox()).length, (await sent()).length]).toEqual([0, 2]);
  expect((await photosOf(account.database)).map(({ state }) => state)).toEqual([
    'stored',
    'stored',
  ]);
});

test('what the restored server still has it does not take twice', async () => {
  await rectified(1);
  await syncOnce(account, ROUND);
  server.pages = [{ epoch: 'e2' }];

  await syncOnce(account, ROUND);
  await syncOnce(account, ROUND);

  expect(order()).toEqual([1]);
  expect((await sent()).map(({ receipt }) => receipt.journal_no)).toEqual([1]);
});

test('the same server asks for nothing again', async () => {
  await rectified(1);
  await syncOnce(account, ROUND);
  const pushes = () => server.asked.filter(({ path }) => path === '/api/sync/push').length;
  const before = pushes();

  await syncOnce(account, ROUND);
  await syncOnce(account, ROUND);

  expect([pushes(), (await outbox()).length]).toEqual([before, 0]);
});

test('also what was refused or put aside goes, so that nothing behind it waits for it', async () => {
  const [refused, aside] = [await rectified(1), await rectified(2)];
  for (const id of [refused, aside]) {
    server.verdicts.set(id, { verdict: 'refused', code: 'hazard.not_yours' });
  }
  await syncOnce(account, ROUND);
  await discardRefused(aside, '重复');
  await rectified(3);
  await syncOnce(account, ROUND);
  restore();

  await syncOnce(account, ROUND);
  await syncOnce(account, ROUND);

  expect(order()).toEqual([1, 2, 3]);
  expect((await outbox()).map(({ id, state }) => [id, state])).toEqual([
    [refused, 'refused'],
    [aside, 'refused'],
  ]);
  expect(await bin()).toEqual([]);
});

test('a line that breaks in between costs nothing: the next round sends them', async () => {
  await rectified(1);
  await syncOnce(account, ROUND);
  restore();
  await syncOnce(account, ROUND);
  server.faults.push(unreachable, unreachable, unreachable);
  await syncOnce(account, ROUND);
  expect(await outbox()).toHaveLength(1);

  server.faults.length = 0;
  await syncOnce(account, ROUND);

  expect(order()).toEqual([1]);
});
