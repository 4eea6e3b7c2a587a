// Promise of a record read back: an item for two signatures is not done with the first.
import { beforeEach, expect, test } from 'vitest';
import { checklistOf } from '../../testing/checklist';
import { SCHOOL, somebody, wipePhone } from '../../testing/phone';
import type { InspectionDetail } from '../../wire/wire';
import { answeredSections } from './records';

const form = checklistOf({
  ...{ key: 'signatures', photo: 'never' },
  fields: [{ key: 'signature', type: 'signature', signers: 2 }],
});
const blank = { row: '', values: {}, note: '', photos: [], fixed: null };
const waiting: InspectionDetail = {
  ...{ id: 'i', organisation: SCHOOL.id, point: 'p', checklist: 'ck', version: 1, person: 'a' },
  ...{ captured_ms: 1, received_ms: 2, started_ms: 0, failed: 0, items: 1, missing: [] },
  ...{ signers: 2, countersigned_by: null, countersigned_ms: null, countersigner_name: null },
  body_hash: '',
  ...{ point_name: '东门', person_name: '甲', title: form.title, presence: 'scan' },
  ...{ answers: [{ item: 'signatures', ...blank }], signature: null, texts: {} },
  ...{ journal_no: 1, hash: '', second: null, release: null, hazards: [] },
};

beforeEach(async () => {
  await wipePhone();
  await somebody();
});

const waits = (detail: InspectionDetail) =>
  answeredSections(detail, form).flatMap(({ items }) => items.map((item) => item.waits));

test('an item for two signatures waits until the second one is there', () => {
  const signed = { ...waiting, countersigned_by: 'b', countersigned_ms: 3 };

  expect(waits(waiting)).toEqual([true]);
  expect(waits(signed)).toEqual([false]);
});
