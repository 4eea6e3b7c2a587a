// Promises of sending back: work that nobody gave a limit gets one, and a limit that runs is left alone.
import { expect, test, vi } from 'vitest';
import type { SuggestedDeadline } from '../../wire/wire';
import { limitMs, limitProblem, limitText, type ReturnForm } from './returning';

vi.mock('../words', () => ({ zone: () => 'Asia/Shanghai' }));

const now_ms = Date.UTC(2026, 10, 24, 8);
const blank: ReturnForm = { chosen: [], text: '', deadline: null };
const atOnce = {
  kind: 'at_once',
  n: null,
  text: { zh: '当场', en: 'at once' },
} as SuggestedDeadline;
const fixed = { deadline_ms: null, suggested_deadline: atOnce };

test('what was fixed on the spot gets the limit its checklist suggests, unless another is chosen', () => {
  expect(limitText(blank, fixed, now_ms)).toBe('2026-11-24T23:59');
  expect(limitMs(blank, fixed, now_ms)).toBe(Date.UTC(2026, 10, 24, 15, 59));
  expect(limitMs({ ...blank, deadline: '2026-11-26T12:00' }, fixed, now_ms)).toBe(
    Date.UTC(2026, 10, 26, 4),
  );
});

test.each([
  ['as suggested', null, atOnce, null],
  ['nothing suggested', null, null, 'assess.deadlineMissing'],
  ['emptied', '', atOnce, 'assess.deadlineMissing'],
  ['gone by', '2026-11-24T15:59', atOnce, 'assess.deadlinePast'],
  ['within a week', '2026-12-01T23:59', atOnce, null],
  ['a year away', '2027-11-24T16:00', atOnce, 'return.tooLong'],
])(
  'it is not sent back without a limit that lies ahead: %s',
  (_what, deadline, suggested, problem) => {
    const row = { deadline_ms: null, suggested_deadline: suggested };
    expect(limitProblem({ ...blank, deadline }, row, now_ms)).toBe(problem);
  },
);

test('a limit that runs is neither asked for nor sent', () => {
  const row = { ...fixed, deadline_ms: 1 };

  expect(limitProblem(blank, row, now_ms)).toBeNull();
  expect(limitMs(blank, row, now_ms)).toBeNull();
});
