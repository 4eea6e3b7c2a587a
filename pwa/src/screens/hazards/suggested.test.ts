// Promise of the lists of hazards: what nobody has graded yet says what its checklist suggests.
import { beforeAll, expect, test } from 'vitest';
import { allTexts } from '../../i18n';
import { suggestedText } from './words';

beforeAll(allTexts);

const text = { zh: '30分钟内联系家长', en: 'Call the parents within 30 minutes' };
const row = {
  grade: null,
  suggested_grade: 'larger' as const,
  suggested_deadline: { kind: 'at_once' as const, text },
};

test('while nobody has graded it the suggested grade and limit are said', () => {
  expect(suggestedText(row)).toBe('建议较大 · 30分钟内联系家长');
  expect(suggestedText({ ...row, suggested_deadline: null })).toBe('建议较大');
});

test('once graded, or with nothing suggested, there is nothing to say', () => {
  expect(suggestedText({ ...row, grade: 'general' })).toBe('');
  expect(suggestedText({ ...row, suggested_grade: null })).toBe('');
});
