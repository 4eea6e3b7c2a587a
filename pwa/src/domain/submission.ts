// A filled-in draft as the operation's args, and back into a draft when it was refused.
import type { Answer, Operations } from '../wire/wire';
import type { Checklist, Item, Section } from './checklist';
import { answerOf, isFixed, rowsIn, type Draft } from './inspection';
import { allAsked, asked, fieldName, rowName, type Asked, type Row } from './rows';

export interface Submission {
  args: Operations['inspection.submit'];
  /** Restricted texts and the names of restricted rows: they travel in the operation's erasable part. */
  texts: Record<string, string>;
}

export function submission(draft: Draft, checklist: Checklist, today: string): Submission {
  const all = checklist.sections.flatMap((section) => numbered(draft, section));
  const isSpot = allAsked(checklist, rowsIn(draft)).some((each) => isFixed(draft, each, today));
  return {
    texts: Object.fromEntries([
      ...checklist.sections.flatMap((section) => namesIn(draft, section)),
      ...all.flatMap(({ each, row }) => restrictedTexts(draft, each, row)),
    ]),
    args: {
      inspection: draft.id,
      point: draft.point,
      checklist: draft.checklist,
      version: draft.version,
      started_ms: draft.started_ms,
      presence: draft.presence,
      supervisor: isSpot ? draft.supervisor : null,
      answers: all.map(({ each, row }) => toAnswer(draft, each, row, today)),
    },
  };
}

/** What was handed in as a draft again, under a new id, with all that was filled in. */
export function reopened(
  id: string,
  organisation: string,
  { args, texts }: Submission,
  sections: readonly Section[],
): Draft {
  const { point, checklist, version, started_ms, presence, supervisor } = args;
  const repeated = sections.filter(({ repeat }) => repeat);
  const kept = new Map(repeated.map((section) => [section.key, rowsOf(section, args.answers)]));
  const draftKey = (item: string, row: string) => {
    const section = repeated.find(({ items }) => items.some(({ key }) => key === item));
    const at = section ? (kept.get(section.key)?.indexOf(row) ?? -1) : -1;
    return at < 0 ? item : `${item}/${at + 1}`;
  };
  const answers: Draft['answers'] = {};
  for (const { item, row, values, note, photos, fixed: how } of args.answers) {
    answers[draftKey(item, row)] = { values: { ...values }, note, photos, fixed: how };
  }
  for (const [key, text] of Object.entries(texts)) {
    const [item = '', field = '', ...row] = key.split('.');
    const answer = answers[draftKey(item, row.join('.'))];
    if (answer && field) answer.values[field] = text;
  }
  const named = repeated.map(({ key, repeat }) => {
    const nameOf = (row: string) => (repeat?.restricted ? (texts[`${key}..${row}`] ?? '') : row);
    const rows = (kept.get(key) ?? []).map((row, at) => ({ id: `${at + 1}`, name: nameOf(row) }));
    return [key, rows] as const;
  });
  return {
    ...{ id, organisation, point, checklist, version, started_ms, presence, supervisor },
    ...(named.length > 0 && { rows: Object.fromEntries(named) }),
    answers,
    at_camera: null,
  };
}

function rowsOf({ items }: Section, answers: readonly Answer[]): string[] {
  const own = answers.filter(({ item }) => items.some(({ key }) => key === item));
  return [...new Set(own.map(({ row }) => row))];
}

/** What is asked, with the row as the body says it: a name, or where people are rows a number. */
function numbered(draft: Draft, section: Section): { each: Asked; row: string }[] {
  const rows = rowsIn(draft)[section.key] ?? [];
  const said = (row: Row) =>
    section.repeat?.restricted ? String(rows.indexOf(row) + 1) : rowName(row);
  return asked(section, rowsIn(draft)).map((each) => ({
    each,
    row: each.row ? said(each.row) : '',
  }));
}

function namesIn(draft: Draft, { key, repeat }: Section): [string, string][] {
  if (!repeat?.restricted) return [];
  return (rowsIn(draft)[key] ?? []).map((row, at) => [`${key}..${at + 1}`, rowName(row)]);
}

function isRestricted(item: Item, key: string): boolean {
  return item.fields.some(
    (field) => field.key === key && field.type === 'text' && field.restricted === true,
  );
}

function restrictedTexts(draft: Draft, { key, item }: Asked, row: string): [string, string][] {
  return Object.entries(answerOf(draft, key).values)
    .filter(([field]) => isRestricted(item, field))
    .map(([field, value]) => [fieldName(item.key, field, row), String(value)]);
}

function toAnswer(draft: Draft, each: Asked, row: string, today: string): Answer {
  const { key, item } = each;
  const { values, note, photos, fixed: how } = answerOf(draft, key);
  const open = Object.entries(values).filter(([field]) => !isRestricted(item, field));
  return {
    item: item.key,
    row,
    values: Object.fromEntries(open),
    note,
    photos,
    fixed: isFixed(draft, each, today) ? how : null,
  };
}
