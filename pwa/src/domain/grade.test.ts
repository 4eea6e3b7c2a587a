// The suggested grade follows what was found.
import { expect, test } from 'vitest';
import shared from '../../../tests/shared/form.json';
import type { Checklist } from './checklist';
import { gradeOf } from './grade';

const { sections } = shared.checklist as unknown as Checklist;
const stairs = sections.flatMap(({ items }) => items).find(({ key }) => key === 'stairs');

test.each([
  [['e-bike'], 'major'],
  [['other'], 'larger'],
  [undefined, 'larger'],
])('what was found is %s: %s', (kind, grade) => {
  expect(stairs && gradeOf(stairs, { result: 'fail', kind })).toBe(grade);
});
