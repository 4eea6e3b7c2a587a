// Which labels of a point count, and how a sheet of paper is filled with them.
import { shown } from '../../domain/code';
import { t } from '../../i18n';
import type { IconName } from '../../ui/icons';
import type { Tone } from '../../ui/types';
import papers from '../../wire/papers.json';
import type { PointListRow, PointRow } from '../../wire/wire';

export const liveLabels = (point: Pick<PointRow, 'labels'>): string[] =>
  point.labels.filter((label) => !label.void).map(({ code }) => code);

interface Tag {
  icon: IconName;
  label: string;
  tone: Tone;
}

export function labelTag(point: PointRow): Tag {
  const codes = liveLabels(point);
  const newest = codes[codes.length - 1];
  return newest === undefined
    ? { icon: 'print', label: t('points.noLabel'), tone: 'warn' }
    : { icon: 'check', label: shown(newest), tone: 'ok' };
}

/** Beside its code: why it should be printed anew. */
export function reprintText({ reprint }: PointListRow): string {
  if (reprint === 'typed') return t('points.typedLast');
  return reprint === 'unscanned' ? t('points.neverScanned') : '';
}

/** The papers that the server can draw on: its own table, in mm. */
export const PAPERS = papers;
export type Paper = (typeof papers)[number];

export function paperOf(size: string): Paper {
  const [first] = PAPERS;
  const found = PAPERS.find(({ id }) => id === size) ?? first;
  if (!found) throw new Error('there is no paper');
  return found;
}

export const cellsOf = ({ columns, rows }: Paper): number => columns * rows;

export function paperName(paper: Paper): string {
  const size = { n: cellsOf(paper), width: paper.width, height: paper.height };
  return t(cellsOf(paper) > 1 ? 'print.paper' : 'print.thermal', size);
}

export interface Cell {
  number: number;
  state: 'spent' | 'label' | 'free';
  name: string;
}

/** The first sheet, cell by cell, and how many sheets there will be. */
export function sheet(paper: Paper, start: number, names: readonly string[]) {
  const cells = cellsOf(paper);
  const first = Array.from({ length: cells }, (_, at): Cell => {
    const name = at < start ? undefined : names[at - start];
    const state = at < start ? 'spent' : name === undefined ? 'free' : 'label';
    return { number: at + 1, state, name: name ?? '' };
  });
  return { first, sheets: Math.max(1, Math.ceil((start + names.length) / cells)) };
}

const FARTHEST_MM = 20;

/** How many mm to print further, from where the cross should be and where it was measured; null = not measured. */
export function offset(should: number | undefined, measured: string): number | null {
  const typed = measured.normalize('NFKC').trim().replace(/[。,]/, '.');
  if (should === undefined || !/^\d{1,3}(\.\d{1,2})?$/.test(typed)) return null;
  const mm = Math.round((should - Number(typed)) * 100) / 100;
  return Math.abs(mm) <= FARTHEST_MM ? mm : null;
}
