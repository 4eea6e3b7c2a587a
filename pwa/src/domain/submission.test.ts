// Promises of rows on their way out and back: named in the open, or numbered where they are people.
import { expect, test } from 'vitest';
import shared from '../../../tests/shared/form.json';
import type { Checklist, Section } from './checklist';
import { answered, answerOf, noted, progress, type Draft } from './inspection';
import { namedRow, withoutRow, withRow } from './row-edit';
import { asked, keyOf, type Row } from './rows';
import { reopened } from './reopened';
import { submission } from './submission';

const checklist = shared.checklist as unknown as Checklist;
const section = (name: string): Section => {
  const found = checklist.sections.find(({ key }) => key === name);
  if (!found) throw new Error(name);
  return found;
};
const dishes = section('dishes');
const people = section('people');
const empty: Draft = {
  ...{ id: 'd', organisation: 'o', point: 'p', checklist: 'ck-99', version: 1, started_ms: 1 },
  ...{ presence: { way: 'none', code: null, at_ms: 1 }, supervisor: null },
  ...{ answers: {}, at_camera: null },
};
const rowAt = (draft: Draft, { key }: Section, at: number): Row => {
  const row = draft.rows?.[key]?.[at];
  if (!row) throw new Error(`no row ${at}`);
  return row;
};

/** Two dishes, of which the second weighs too little, and two people, of whom the second is ill. */
function filled(): Draft {
  let draft = withRow(withRow(empty, dishes, ' 红烧肉 '), dishes, '米\u200b饭');
  draft = withRow(withRow(draft, people, '王某'), people, '李某');
  const dish = keyOf('weight', rowAt(draft, dishes, 1));
  draft = noted(answered(draft, dish, 'weight', 100), dish, '不够');
  const person = keyOf('fever', rowAt(draft, people, 1));
  return answered(answered(draft, person, 'result', 'pass'), person, 'why', '感冒');
}

test('a row goes out by its name, without what nobody sees', () => {
  const { args } = submission(filled(), checklist, shared.today);

  const weighed = args.answers.filter(({ item }) => item === 'weight');
  expect(weighed.map(({ row, note }) => [row, note])).toEqual([
    ['红烧肉', ''],
    ['米饭', '不够'],
  ]);
});

test('people go out by number, their names and what is said of them apart', () => {
  const { args, texts } = submission(filled(), checklist, shared.today);

  const asked = args.answers.filter(({ item }) => item === 'fever');
  expect(asked.map(({ row }) => row)).toEqual(['1', '2']);
  expect(texts).toEqual({ 'people..1': '王某', 'people..2': '李某', 'fever.why.2': '感冒' });
  expect(JSON.stringify(args)).not.toMatch(/王某|李某|感冒/);
});

test('what was refused comes back with its rows, their names and answers', () => {
  const before = submission(filled(), checklist, shared.today);

  const again = reopened('d2', 'o', before, checklist.sections);

  const after = submission(again, checklist, shared.today);
  expect(after.texts).toEqual(before.texts);
  expect(after.args).toEqual({ ...before.args, inspection: 'd2' });
});

test('a row that is taken out takes its answers along, and only its own', () => {
  const draft = filled();

  const less = withoutRow(draft, dishes, rowAt(draft, dishes, 0));
  const more = withRow(less, dishes, '青菜');

  expect(more.rows?.['dishes']?.map(({ name }) => name)).toEqual(['米\u200b饭', '青菜']);
  const weights = asked(dishes, more.rows ?? {}).filter(({ item }) => item.key === 'weight');
  expect(weights.map(({ key }) => answerOf(more, key).values)).toEqual([{ weight: 100 }, {}]);
});

test('two rows of one name are told of, until one is called otherwise', () => {
  const twice = withRow(withRow(empty, dishes, '米饭'), dishes, '米饭 ');
  const unfit = (draft: Draft) =>
    progress(draft, checklist, shared.today).missing.filter(({ what }) => what === 'row');

  expect(unfit(twice)).toHaveLength(2);
  expect(unfit(namedRow(twice, dishes, '2', '青菜'))).toEqual([]);
});
