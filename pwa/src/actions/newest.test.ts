// A half-filled step is never lost, never said to be kept when it is not, and never signed twice.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Account } from '../store/account';
import { moveDraft } from '../store/move-drafts';
import { outbox } from '../store/outbox';
import { SCHOOL, somebody, wipePhone } from '../testing/phone';
import { moveHazard } from './move-hazard';
import { moveSaved, saveMove } from './save-move';

const KEY = 'h1/return';
const row = { id: 'h1', version: 1, organisation: SCHOOL.id };
let account: Account;

beforeEach(async () => {
  await wipePhone();
  account = await somebody();
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** As browsers do at the quota: the request succeeds, then the transaction aborts. */
function fillPhone() {
  const original = IDBObjectStore.prototype.put;
  const spy = vi.spyOn(IDBObjectStore.prototype, 'put');
  spy.mockImplementation(function (this: IDBObjectStore, ...args) {
    const request = original.apply(this, args);
    request.addEventListener('success', () => {
      this.transaction.abort();
    });
    return request;
  });
  return spy;
}

test('a state that a full phone did not take is kept as soon as there is room', async () => {
  const full = fillPhone();
  await expect(saveMove(KEY, { reason: '没改到位', deadline_ms: null })).rejects.toMatchObject({
    code: 'store.full',
  });
  full.mockRestore();

  await moveSaved();

  expect(await moveDraft(KEY)).toEqual({ reason: '没改到位', deadline_ms: null });
});

test('a move takes its half-filled step along: both or neither', async () => {
  await saveMove(KEY, { reason: '没改到位', deadline_ms: null });
  const full = fillPhone();
  await expect(
    moveHazard(row, 'return', { reason: '没改到位', deadline_ms: null }, null, KEY),
  ).rejects.toMatchObject({
    code: 'store.full',
  });
  full.mockRestore();
  expect([await outbox(), await moveDraft(KEY)]).toEqual([
    [],
    { reason: '没改到位', deadline_ms: null },
  ]);

  await moveHazard(row, 'return', { reason: '没改到位', deadline_ms: null }, null, KEY);

  expect([(await outbox()).length, await moveDraft(KEY)]).toEqual([1, null]);
});

test('other steps stay when one is signed', async () => {
  await saveMove(KEY, { reason: '没改到位', deadline_ms: null });
  await saveMove('h1/void_ask', { reason: '重复' });

  await moveHazard(row, 'return', { reason: '没改到位', deadline_ms: null }, null, KEY);

  expect(await moveDraft('h1/void_ask')).toEqual({ reason: '重复' });
  expect(account.id).toContain(account.person);
});
