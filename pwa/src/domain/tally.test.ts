// Promises of the count that is signed: nobody vouches for what nobody looked at.
import { expect, test } from 'vitest';
import type { Checklist, Item, Values } from './checklist';
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
const form: Checklist = {
  ...{ id: 'ck', version: 1, title: words, location_types: ['exit'], frequency: 'daily' },
  ...{ frequency_text: words, checker: words, roles: ['inspector'], minutes: 3 },
  sections: [{ key: 's', title: words, items }],
};
const all = (values: Record<string, Values>) =>
  items.map(({ key }) => ({ item: key, values: values[key] ?? {} }));

test('what does not apply and what was left blank is counted apart from what was checked', () => {
  const values: Record<string, Values> = {
    ...{ a: { ok: 'pass' }, b: { ok: 'fail' }, c: { ok: 'na' }, e: { degrees: 4 } },
  };

  const counted = tally(form, all(values), '2026-11-22');

  expect(counted).toEqual({ checked: 3, failed: 1, na: 1, blank: 1 });
});

test('nothing filled in is nothing checked', () => {
  expect(tally(form, all({}), '2026-11-22')).toMatchObject({ checked: 0, blank: 5 });
});

test('of a section that repeats every row counts', () => {
  const rows = [
    { item: 'a', values: { ok: 'pass' } },
    { item: 'a', values: { ok: 'fail' } },
  ];

  expect(tally(form, rows, '2026-11-22')).toMatchObject({ checked: 2, failed: 1 });
});
