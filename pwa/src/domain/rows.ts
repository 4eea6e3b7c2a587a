// What a form asks for: each item once, and in a section that repeats once for every row.
import type { Checklist, Item, Section } from './checklist';
import { cleanName } from './text';

export interface Row {
  id: string;
  /** As it is typed. */
  name: string;
}

/** By section. */
export type Rows = Readonly<Record<string, readonly Row[]>>;

/** `key` names the answer in a draft. */
export interface Asked {
  key: string;
  item: Item;
  row: Row | null;
}

export const ROW_LENGTH = 20;

/** As the server demands it: a single line without blanks around it or what nobody sees. */
export const rowName = ({ name }: Row): string => cleanName(name);

export const keyOf = (item: string, row: Row | null): string => (row ? `${item}/${row.id}` : item);

/** No item is called so. */
export const rowKey = (section: Section, row?: Row): string => `${section.key}+${row?.id ?? ''}`;

export function asked(section: Section, rows: Rows): Asked[] {
  const each = section.repeat ? (rows[section.key] ?? []) : [null];
  return each.flatMap((row) =>
    section.items.map((item) => ({ key: keyOf(item.key, row), item, row })),
  );
}

export function allAsked({ sections }: Checklist, rows: Rows): Asked[] {
  return sections.flatMap((section) => asked(section, rows));
}

/** The rows whose name does not do, and null where there are too few or too many of them. */
export function unfitRows({ key, repeat }: Section, rows: Rows): (Row | null)[] {
  if (!repeat) return [];
  const own = rows[key] ?? [];
  const isTaken = (row: Row) =>
    !repeat.restricted && own.some((each) => each !== row && rowName(each) === rowName(row));
  const unfit = own.filter(
    (row) => !rowName(row) || Array.from(rowName(row)).length > ROW_LENGTH || isTaken(row),
  );
  const fits = own.length >= (repeat.min ?? 1) && own.length <= repeat.max;
  return fits ? unfit : [null, ...unfit];
}

/** A field of the record: with its row where it has one. */
export const fieldName = (item: string, field: string, row: string): string =>
  [item, field, ...(row ? [row] : [])].join('.');
