// What was handed in as a draft again, when the server refused it.
import type { Answer } from '../wire/wire';
import type { Section } from './checklist';
import type { Draft } from './inspection';
import type { Submission } from './submission';

/** Under a new id, with all that was filled in. */
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
