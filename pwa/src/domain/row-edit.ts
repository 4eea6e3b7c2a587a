// Changes the rows of a section that repeats: each gives the next draft.
import type { Section } from './checklist';
import { rowsIn, type Draft } from './inspection';
import { keyOf, type Row } from './rows';

/** Its id is one that no row of the section has had while the last one stands. */
export function withRow(draft: Draft, section: Section, name: string): Draft {
  const own = rowsIn(draft)[section.key] ?? [];
  const id = String(Math.max(0, ...own.map((row) => Number(row.id))) + 1);
  return changed(draft, section, [...own, { id, name }]);
}

export function namedRow(draft: Draft, section: Section, id: string, name: string): Draft {
  const own = rowsIn(draft)[section.key] ?? [];
  return changed(
    draft,
    section,
    own.map((row) => (row.id === id ? { id, name } : row)),
  );
}

/** With its answers, which nobody would see any more. */
export function withoutRow(draft: Draft, section: Section, row: Row): Draft {
  const own = rowsIn(draft)[section.key] ?? [];
  const gone = section.items.map((item) => keyOf(item.key, row));
  const left = Object.entries(draft.answers).filter(([key]) => !gone.includes(key));
  const answers = Object.fromEntries(left);
  return changed(
    { ...draft, answers },
    section,
    own.filter(({ id }) => id !== row.id),
  );
}

function changed(draft: Draft, section: Section, rows: readonly Row[]): Draft {
  return { ...draft, rows: { ...draft.rows, [section.key]: rows } };
}
