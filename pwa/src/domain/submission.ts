// A filled-in draft as the operation's args.
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
