// An inspection while it is being filled in: each change gives the next draft, at the end the operation's args.
import type { Answer, Operations, Photo, Presence } from '../wire/wire';
import type { Checklist, Field, Item, Section } from './checklist';
import { MOST_PHOTOS } from './frame';
import { hasValue, judge, type Judgement } from './judge';

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
  answers: Record<string, DraftAnswer>;
  /** The item whose camera is open, so that a relaunch comes back to it. */
  at_camera: string | null;
}

export interface Missing {
  item: string;
  field: string | null;
  what: 'answer' | 'note' | 'photo' | 'fixed_photo' | 'supervisor';
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
  const items = checklist.sections.flatMap((section) => section.items);
  const spots = items.filter((item) => isFixed(draft, item, today));
  const missing = items.flatMap((item) => missingOf(draft, item, today));
  const firstSpot = spots[0];
  if (firstSpot && draft.supervisor === null) {
    missing.push({ item: firstSpot.key, field: null, what: 'supervisor' });
  }
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

export interface Submission {
  args: Operations['inspection.submit'];
  /** Restricted texts: they travel in the operation's erasable part. */
  texts: Record<string, string>;
}

export function submission(draft: Draft, checklist: Checklist, today: string): Submission {
  const items = checklist.sections.flatMap((section) => section.items);
  const texts = Object.fromEntries(items.flatMap((item) => restrictedTexts(draft, item)));
  const isSpot = items.some((item) => isFixed(draft, item, today));
  return {
    texts,
    args: {
      inspection: draft.id,
      point: draft.point,
      checklist: draft.checklist,
      version: draft.version,
      started_ms: draft.started_ms,
      presence: draft.presence,
      supervisor: isSpot ? draft.supervisor : null,
      answers: items.map((item) => toAnswer(draft, item, today)),
    },
  };
}

/** What was handed in as a draft again, under a new id, with all that was filled in. */
export function reopened(id: string, organisation: string, { args, texts }: Submission): Draft {
  const { point, checklist, version, started_ms, presence, supervisor } = args;
  const answers: Draft['answers'] = {};
  for (const { item, values, note, photos, fixed: how } of args.answers) {
    answers[item] = { values: { ...values }, note, photos, fixed: how };
  }
  for (const [key, text] of Object.entries(texts)) {
    const [item = '', field = ''] = key.split('.');
    const answer = answers[item];
    if (answer) answer.values[field] = text;
  }
  return {
    ...{ id, organisation, point, checklist, version, started_ms, presence, supervisor },
    answers,
    at_camera: null,
  };
}

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

function verdictOf(draft: Draft, item: Item, today: string) {
  return judge(item, answerOf(draft, item.key).values, today).verdict;
}

function isFixed(draft: Draft, item: Item, today: string): boolean {
  return answerOf(draft, item.key).fixed !== null && verdictOf(draft, item, today) === 'fail';
}

function sectionProgress(draft: Draft, section: Section, today: string): SectionProgress {
  const done = section.items.filter((item) => missingOf(draft, item, today).length === 0);
  const failed = section.items.filter((item) => verdictOf(draft, item, today) === 'fail');
  return {
    key: section.key,
    done: done.length,
    total: section.items.length,
    failed: failed.length,
  };
}

function missingOf(draft: Draft, item: Item, today: string): Missing[] {
  const answer = answerOf(draft, item.key);
  const verdict = verdictOf(draft, item, today);
  const lacks = (what: Missing['what'], field: string | null = null) => ({
    item: item.key,
    field,
    what,
  });
  const open = item.fields.filter(
    (field) => !hasValue(field, answer.values[field.key]) && isAsked(field, answer, verdict),
  );
  if (open.length > 0) return open.map((field) => lacks('answer', field.key));
  const wanted =
    item.photo === 'always' ? verdict !== 'na' : item.photo === 'on_fail' && verdict === 'fail';
  const missing: Missing[] = [];
  if (verdict === 'fail' && answer.note.trim() === '') missing.push(lacks('note'));
  if (wanted && answer.photos.length === 0) missing.push(lacks('photo'));
  if (isFixed(draft, item, today) && answer.fixed?.photos.length === 0)
    missing.push(lacks('fixed_photo'));
  return missing;
}

/** Also what may be left out, once it holds something that does not fit. */
function isAsked(field: Field, { values }: DraftAnswer, verdict: Judgement['verdict']): boolean {
  if (field.type === 'signature') return false;
  const value = values[field.key];
  const isEmpty = value === undefined || value === '' || (Array.isArray(value) && !value.length);
  return !isEmpty || (verdict === 'open' && field.required !== false);
}

function isRestricted(item: Item, key: string): boolean {
  return item.fields.some(
    (field) => field.key === key && field.type === 'text' && field.restricted === true,
  );
}

function restrictedTexts(draft: Draft, item: Item): [string, string][] {
  return Object.entries(answerOf(draft, item.key).values)
    .filter(([key]) => isRestricted(item, key))
    .map(([key, value]) => [`${item.key}.${key}`, String(value)]);
}

function toAnswer(draft: Draft, item: Item, today: string): Answer {
  const { values, note, photos, fixed: how } = answerOf(draft, item.key);
  const open = Object.entries(values).filter(([key]) => !isRestricted(item, key));
  return {
    item: item.key,
    row: '',
    values: Object.fromEntries(open),
    note,
    photos,
    fixed: isFixed(draft, item, today) ? how : null,
  };
}
