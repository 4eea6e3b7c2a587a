// Promises of the count that is signed: nobody vouches for what nobody looked at.
import { expect, test } from 'vitest';
import type { Item, Values } from './checklist';
import { tally } from './tally';

const words = { zh: '一', en: 'one' };
const item = (key: string, required = true): Item => ({
  ...{ key, number: 1, text: words, photo: 'never', basis: [], mark: '' },
  fields: [
    { key: 'ok', type: 'pass_fail', fail_when: { not_pass: true }, required },
    {
      key: 'degrees',
      type: 'number',
      unit: '℃',
      fail_when: { above: { max: 8 } },
      required: false,
    },
  ],
});
const items = [item('a'), item('b'), item('c'), item('d', false), item('e', false)];

test('what does not apply and what was left blank is counted apart from what was checked', () => {
  const values: Record<string, Values> = {
    ...{ a: { ok: 'pass' }, b: { ok: 'fail' }, c: { ok: 'na' }, e: { degrees: 4 } },
  };

  const counted = tally(items, (key) => values[key] ?? {}, '2026-11-22');

  expect(counted).toEqual({ checked: 3, failed: 1, na: 1, blank: 1 });
});

test('nothing filled in is nothing checked', () => {
  expect(tally(items, () => ({}), '2026-11-22')).toMatchObject({ checked: 0, blank: 5 });
});
