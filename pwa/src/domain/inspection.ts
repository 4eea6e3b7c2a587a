// An inspection while it is being filled in: each change gives the next draft, and says what is still missing.
import type { Answer, Photo, Presence } from '../wire/wire';
import type { Checklist, Field, Item, Section, Text } from './checklist';
import { differences, lacking } from './differences';
import { MOST_PHOTOS } from './frame';
import { gradeOf, isGrading } from './grade';
import { hasValue, judge, type Judgement } from './judge';
import { allAsked, asked, rowKey, rowName, unfitRows, type Asked, type Rows } from './rows';

export type Value = string | number | string[];

export interface DraftAnswer {
  values: Record<string, Value>;
  note: string;
  photos: Photo[];
  fixed: { photos: Photo[]; note: string } | null;
}

export interface Draft {
  /** Becomes the inspection's id. */
  id: string;
  organisation: string;
  point: string;
  checklist: string;
  version: number;
  started_ms: number;
  presence: Presence;
  supervisor: string | null;
  /** What a section that repeats is asked for; none before the first is added. */
  rows?: Rows;
  /** By the key of what is asked. */
  answers: Record<string, DraftAnswer>;
  /** The key of the item whose camera is open, so that a relaunch comes back to it. */
  at_camera: string | null;
}

/** `item` = the key of what is asked, or of a row; `number`, `text` and `row` are how it is told. */
export interface Missing {
  item: string;
  number: number;
  text: Text;
  row: string;
  field: string | null;
  /** How many rows there are where the count of them says otherwise. */
  listed?: number;
  what: 'answer' | 'note' | 'photo' | 'fixed_photo' | 'supervisor' | 'rows' | 'row';
}

export interface SectionProgress {
  key: string;
  done: number;
  total: number;
  failed: number;
}

export interface Progress {
  sections: SectionProgress[];
  done: number;
  total: number;
  failed: number;
  missing: Missing[];
  /** Items fixed on the spot: then a supervisor is asked for. */
  fixed: number;
}

const EMPTY: DraftAnswer = { values: {}, note: '', photos: [], fixed: null };

export function answerOf(draft: Draft, item: string): DraftAnswer {
  return draft.answers[item] ?? EMPTY;
}

export function answered(draft: Draft, item: string, field: string, value: Value | null): Draft {
  const before = Object.entries(answerOf(draft, item).values);
  const others = Object.fromEntries(before.filter(([key]) => key !== field));
  return changed(draft, item, { values: value === null ? others : { ...others, [field]: value } });
}

/** With every difference that the numbers of this item have, and none that they have not. */
export function subtracted(draft: Draft, place: string, item: Item): Draft {
  return differences(item, answerOf(draft, place).values).reduce(
    (now, [key, left]) => answered(now, place, key, left),
    draft,
  );
}

export function noted(draft: Draft, item: string, note: string): Draft {
  return changed(draft, item, { note });
}

export function withPhoto(draft: Draft, item: string, photo: Photo): Draft {
  return changed(draft, item, { photos: oneMore(answerOf(draft, item).photos, photo) });
}

/** The list as it was once it is full: an inspection with more would be refused as a whole. */
export function oneMore(photos: Photo[], photo: Photo): Photo[] {
  return photos.length < MOST_PHOTOS ? [...photos, photo] : photos;
}

export function withoutPhoto(draft: Draft, item: string, sha256: string): Draft {
  const photos = answerOf(draft, item).photos.filter((photo) => photo.sha256 !== sha256);
  return changed(draft, item, { photos });
}

export function fixed(draft: Draft, item: string, how: DraftAnswer['fixed']): Draft {
  return changed(draft, item, { fixed: how });
}

export function supervised(draft: Draft, person: string | null): Draft {
  return { ...draft, supervisor: person };
}

export function atCamera(draft: Draft, item: string | null): Draft {
  return { ...draft, at_camera: item };
}

export function progress(draft: Draft, checklist: Checklist, today: string): Progress {
  const sections = checklist.sections.map((section) => sectionProgress(draft, section, today));
  const spots = allAsked(checklist, rowsIn(draft)).filter((each) => isFixed(draft, each, today));
  const missing = checklist.sections.flatMap((section) => missingIn(draft, section, today));
  const firstSpot = spots[0];
  if (firstSpot && draft.supervisor === null) missing.push(lack(firstSpot, 'supervisor'));
  const sum = (of: (each: SectionProgress) => number) =>
    sections.reduce((total, each) => total + of(each), 0);
  return {
    sections,
    done: sum((each) => each.done),
    total: sum((each) => each.total),
    failed: sum((each) => each.failed),
    missing,
    fixed: spots.length,
  };
}

export const rowsIn = (draft: Draft): Rows => draft.rows ?? {};

export function photosIn(answers: readonly Answer[]): Photo[] {
  return answers.flatMap((answer) => [...answer.photos, ...(answer.fixed?.photos ?? [])]);
}

export function draftPhotos(draft: Draft): Photo[] {
  return Object.values(draft.answers).flatMap((each) => [
    ...each.photos,
    ...(each.fixed?.photos ?? []),
  ]);
}

function changed(draft: Draft, item: string, change: Partial<DraftAnswer>): Draft {
  return {
    ...draft,
    answers: { ...draft.answers, [item]: { ...answerOf(draft, item), ...change } },
  };
}

function verdictOf(draft: Draft, { key, item }: Asked, today: string) {
  return judge(item, answerOf(draft, key).values, today).verdict;
}

export function isFixed(draft: Draft, each: Asked, today: string): boolean {
  const { fixed: how, values } = answerOf(draft, each.key);
  return (
    how !== null &&
    gradeOf(each.item, values) !== 'major' &&
    verdictOf(draft, each, today) === 'fail'
  );
}

function sectionProgress(draft: Draft, section: Section, today: string): SectionProgress {
  const all = asked(section, rowsIn(draft));
  const done = all.filter((each) => missingOf(draft, each, today).length === 0);
  const failed = all.filter((each) => verdictOf(draft, each, today) === 'fail');
  return {
    key: section.key,
    done: done.length,
    total: all.length + unfitRows(section, rowsIn(draft)).length,
    failed: failed.length,
  };
}

function missingIn(draft: Draft, section: Section, today: string): Missing[] {
  const unfit = unfitRows(section, rowsIn(draft)).map((row) => ({
    item: rowKey(section, row ?? undefined),
    number: section.items[0]?.number ?? 0,
    text: section.title,
    row: row ? rowName(row) : '',
    field: null,
    what: 'row' as const,
  }));
  const open = asked(section, rowsIn(draft)).flatMap((each) => missingOf(draft, each, today));
  return [...unfit, ...open];
}

function lack({ key, item, row }: Asked, what: Missing['what'], field?: string): Missing {
  const { number, text } = item;
  return { item: key, number, text, row: row ? rowName(row) : '', field: field ?? null, what };
}

function missingOf(draft: Draft, each: Asked, today: string): Missing[] {
  const { item } = each;
  const answer = answerOf(draft, each.key);
  const verdict = verdictOf(draft, each, today);
  const halves = verdict === 'na' ? [] : lacking(item, answer.values);
  const open = item.fields.filter(
    (field) =>
      halves.includes(field.key) ||
      (!hasValue(field, answer.values[field.key]) && isAsked(field, answer, verdict)),
  );
  // A difference comes by itself once its numbers are there.
  const typed = open.filter((field) => field.type !== 'number' || !field.difference_of);
  if (open.length > 0) {
    return (typed.length > 0 ? typed : open).map((field) => lack(each, 'answer', field.key));
  }
  const wanted =
    item.photo === 'always' ? verdict !== 'na' : item.photo === 'on_fail' && verdict === 'fail';
  const missing = miscounted(draft, each, answer);
  if (verdict === 'fail' && answer.note.trim() === '') missing.push(lack(each, 'note'));
  if (wanted && answer.photos.length === 0) missing.push(lack(each, 'photo'));
  if (isFixed(draft, each, today) && answer.fixed?.photos.length === 0)
    missing.push(lack(each, 'fixed_photo'));
  return missing;
}

/** The counts of rows that are not how many there are. */
function miscounted(draft: Draft, each: Asked, { values }: DraftAnswer): Missing[] {
  return each.item.fields.flatMap((field) => {
    if (field.type !== 'number' || !field.rows_of || !hasValue(field, values[field.key])) return [];
    const { length: listed } = rowsIn(draft)[field.rows_of] ?? [];
    return values[field.key] === listed ? [] : { ...lack(each, 'rows', field.key), listed };
  });
}

/** Also what may be left out, once it holds something that does not fit. */
function isAsked(field: Field, { values }: DraftAnswer, verdict: Judgement['verdict']): boolean {
  if (field.type === 'signature') return false;
  const value = values[field.key];
  const isEmpty = value === undefined || value === '' || (Array.isArray(value) && !value.length);
  if (verdict === 'fail' && isGrading(field)) return true;
  return !isEmpty || (verdict === 'open' && field.required !== false);
}
