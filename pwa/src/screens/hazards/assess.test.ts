// Promises of grading and ordering on one page: both are kept or neither, and nothing is said twice.
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { allTexts } from '../../i18n';
import { bodyOf, outbox } from '../../store/outbox';
import { SCHOOL, somebody, wipePhone } from '../../testing/phone';
import type { HazardRow } from '../../wire/wire';
import { wallText } from '../../domain/date-field';
import { zone } from '../words';
import { EMPTY, errorsIn, keepAssessment, prefilled, type AssessForm } from './assess';
import { orderSentence } from './order-sentence';

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

const again = { grade: false, order: true };
const FRIDAY = Date.UTC(2030, 10, 22, 8);
const names: Record<string, string> = { o: '周老师', b: '李师傅', s: '张老师', v: '何老师' };
const nameOf = (person: string) => names[person] ?? '';
const found = { note: '堆物', item_text: { zh: '一', en: 'one' }, row: '', names };
const ordered = {
  ...{ ...row, ...found, grade: 'larger', owner: 'o', supervisor: 's' },
  ...{ deadline_ms: FRIDAY, measures: '清走杂物', suggested_deadline: null },
} as unknown as HazardRow;
const asKnown = () => ({ ...prefilled(ordered, 0), reason: '请假' });

test('another order that changes nothing is not signed', () => {
  const same = '整改人、督查人、期限和措施都没有改。';
  const onlySpace = { ...asKnown(), measures: ' 清走杂物 ' };

  expect(errorsIn(asKnown(), ordered, again, 0)).toEqual({ owner: same });
  expect(errorsIn(onlySpace, ordered, again, 0)).toEqual({ owner: same });
  expect(errorsIn({ ...asKnown(), funds: '200' }, ordered, again, 0)).toEqual({});
  expect(errorsIn({ ...asKnown(), supervisor: 'v' }, ordered, again, 0)).toEqual({});
});

test('the first order is signed whole: grade, who, until when, who looks after it, how', () => {
  const first = orderSentence(form, ordered, { grade: true, order: true }, nameOf);

  expect(first).toBe(
    '“堆物”定为较大，由周老师在 2030-01-01 16:00 前改完，张老师督查。措施：清走杂物',
  );
});

test('of another order is signed what it changes, and why', () => {
  const signed = (change: Partial<AssessForm>) =>
    orderSentence({ ...asKnown(), ...change }, ordered, again, nameOf);
  const later = wallText(zone(), FRIDAY + 3 * 86_400_000);

  expect(signed({ owner: 'b', deadline: later })).toBe(
    '“堆物”改派：周老师 → 李师傅；改期：11月22日 16:00 → 11月25日 16:00。理由：请假',
  );
  expect(signed({ supervisor: 'v' })).toBe('“堆物”换督查人：张老师 → 何老师。理由：请假');
  expect(signed({ measures: '换锁' })).toBe('“堆物”改整改要求；措施：换锁。理由：请假');
});
