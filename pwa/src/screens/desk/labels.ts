// Which labels of a point count, and how a sheet of paper is filled with them.
import { shown } from '../../domain/code';
import { t } from '../../i18n';
import type { IconName } from '../../ui/icons';
import type { Tone } from '../../ui/types';
import type { PointRow } from '../../wire/wire';

export const liveLabels = (point: Pick<PointRow, 'labels'>): string[] =>
  point.labels.filter((label) => !label.void).map(({ code }) => code);

export function labelTag(point: PointRow): { icon: IconName; label: string; tone: Tone } {
  const codes = liveLabels(point);
  const newest = codes[codes.length - 1];
  return newest === undefined
    ? { icon: 'print', label: t('points.noLabel'), tone: 'warn' }
    : { icon: 'check', label: shown(newest), tone: 'ok' };
}

export interface Paper {
  id: string;
  columns: number;
  rows: number;
}

/** The sheets that the server can draw, `SIZES` in server/anxun/points/files.py. */
export const PAPERS: Paper[] = [
  { id: 'a4-24', columns: 3, rows: 8 },
  { id: 'a4-8', columns: 2, rows: 4 },
];

export interface Cell {
  number: number;
  state: 'spent' | 'label' | 'free';
  name: string;
}

/** The first sheet, cell by cell, and how many sheets there will be. */
export function sheet(paper: Paper, start: number, names: readonly string[]) {
  const cells = paper.columns * paper.rows;
  const first = Array.from({ length: cells }, (_, at): Cell => {
    const name = at < start ? undefined : names[at - start];
    const state = at < start ? 'spent' : name === undefined ? 'free' : 'label';
    return { number: at + 1, state, name: name ?? '' };
  });
  return { first, sheets: Math.max(1, Math.ceil((start + names.length) / cells)) };
}
