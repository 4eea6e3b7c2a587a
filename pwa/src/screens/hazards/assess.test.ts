// Promises of grading and ordering on one page: both are kept or neither, and nothing is said twice.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { bodyOf, outbox } from '../../store/outbox';
import { SCHOOL, somebody, wipePhone } from '../../testing/phone';
import type { HazardRow } from '../../wire/wire';
import { EMPTY, keepAssessment, type AssessForm } from './assess';

const drawing = { width: 10, height: 10, strokes: [[0, 0, 9, 9]] };
const graded = { id: 'h1', version: 1, organisation: SCHOOL.id, grade: null, deadline_ms: null };
const row = graded as unknown as HazardRow;
const form: AssessForm = {
  ...EMPTY,
  ...{ grade: 'larger', reason: '照标准', owner: 'o', supervisor: 's' },
  ...{ deadline: '2030-01-01T16:00', measures: '清走杂物' },
};

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
