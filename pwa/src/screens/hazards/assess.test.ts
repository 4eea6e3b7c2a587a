// Promises of grading and ordering on one page: both are kept or neither, and nothing is said twice.
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { allTexts } from '../../i18n';
import { bodyOf, outbox } from '../../store/outbox';
import { SCHOOL, somebody, wipePhone } from '../../testing/phone';
import type { HazardRow } from '../../wire/wire';
import { EMPTY, errorsIn, keepAssessment, type AssessForm } from './assess';

const drawing = { width: 10, height: 10, strokes: [[0, 0, 9, 9]] };
const graded = { id: 'h1', version: 1, organisation: SCHOOL.id, grade: null, deadline_ms: null };
const row = graded as unknown as HazardRow;
const form: AssessForm = {
  ...EMPTY,
  ...{ grade: 'larger', reason: '照标准', owner: 'o', supervisor: 's' },
  ...{ deadline: '2030-01-01T16:00', measures: '清走杂物' },
};

beforeAll(allTexts);

beforeEach(async () => {
  await wipePhone();
  await somebody();
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** As browsers do at the quota: there was room for the first, then the transaction aborts. */
function fillAfterFirst() {
  const original = IDBObjectStore.prototype.add;
  let added = 0;
  vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (
    this: IDBObjectStore,
    ...args
  ) {
    const request = original.apply(this, args);
    request.addEventListener('success', () => {
      added += 1;
      if (added > 1) this.transaction.abort();
    });
    return request;
  });
}

test('when the order finds no room, its grading is not kept alone and graded again', async () => {
  const parts = { grade: true, order: true };
  fillAfterFirst();
  await expect(keepAssessment(form, row, parts, drawing, 'step')).rejects.toMatchObject({
    code: 'store.full',
  });
  vi.restoreAllMocks();

  await keepAssessment(form, row, parts, drawing, 'step');

  expect((await outbox()).map(({ name }) => name)).toEqual(['hazard.assess', 'hazard.assign']);
  const [first, second] = (await outbox()).map(bodyOf);
  expect([first?.device_seq, second?.device_seq]).toEqual([1, 2]);
});

test('another order carries its reason, and is not signed without one', async () => {
  const parts = { grade: false, order: true };
  const silent = { ...form, reason: ' ' };
  expect(errorsIn(silent, row, parts, 0).reason).toBe('写明为什么改派或改期。');
  expect(errorsIn(form, row, parts, 0).reason).toBeUndefined();

  await keepAssessment(form, row, parts, drawing, 'step');

  const [entry] = await outbox();
  expect(entry && bodyOf(entry).args).toMatchObject({ owner: 'o', reason: '照标准' });
});

test('the first order gives no reason: what is said is why it is graded so', async () => {
  await keepAssessment(form, row, { grade: true, order: true }, drawing, 'step');

  const [, order] = await outbox();
  expect(order && bodyOf(order).args).toMatchObject({ owner: 'o', reason: '' });
});
