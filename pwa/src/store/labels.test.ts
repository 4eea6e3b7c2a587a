// Promises of a spare label: bound without a network it opens its point at once, and what was refused opens nothing.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { addLabelledPoint, replaceLabel } from '../actions/labels';
import { flush } from '../sync/flush';
import { FakeServer } from '../testing/network';
import { SCHOOL, somebody, wipePhone } from '../testing/phone';
import type { PointRow, PullReply } from '../wire/wire';
import type { Account } from './account';
import { boundHere } from './labels';
import { bodyOf, outbox } from './outbox';
import { applyPage, cursorOf } from './pulled';

const SPARE = 'ABCDEFGH';
const place = { name: '东门', place: '', type: 'exit', checklists: ['ck'], position: 1 };
const point: PointRow = { ...place, id: 'p1', organisation: SCHOOL.id, active: true, labels: [] };

let account: Account;
let server: FakeServer;

beforeEach(async () => {
  await wipePhone();
  account = await somebody();
  server = new FakeServer();
  vi.stubGlobal('fetch', server.fetch);
  const page: PullReply = {
    ...{ organisation: SCHOOL.id, epoch: 'e', scope: 's', next: 1, more: false, watching: [] },
    ...{ library: 'l', server_ms: 1 },
    rows: [{ kind: 'point', id: 'p1', seq: 1, gone: false, data: point }],
  };
  await applyPage(account.database, page, await cursorOf(account.database, SCHOOL.id));
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test('a spare label bound offline opens its point at once', async () => {
  expect(await boundHere(SPARE)).toBeNull();

  await replaceLabel(point, '', SPARE);

  expect((await boundHere(SPARE))?.point?.name).toBe('东门');
});

test('a new point and its spare label are kept together, the point first', async () => {
  const id = await addLabelledPoint(place, SPARE);

  const kept = (await outbox()).map((entry) => bodyOf(entry));
  expect(kept.map(({ name }) => name)).toEqual(['point.add', 'label.issue']);
  expect(kept.map(({ args }) => ('point' in args ? args.point : ''))).toEqual([id, id]);
  expect(await boundHere(SPARE)).toEqual({ point: null });
});

test('a label that a colleague bound first opens nothing and says so under what needs a person', async () => {
  const { id } = await replaceLabel(point, '', SPARE);
  server.verdicts.set(id, { verdict: 'refused', code: 'label.exists' });

  await flush(account.database);

  expect((await outbox()).map(({ state, code }) => [state, code])).toEqual([
    ['refused', 'label.exists'],
  ]);
  expect(await boundHere(SPARE)).toBeNull();
});
