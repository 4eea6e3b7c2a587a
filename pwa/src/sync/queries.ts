// The online lists of desks and bureaus; they throw `Failed` with a dotted code.
import { current } from '../store/account';
import type {
  Gaps,
  Grade,
  HazardCounts,
  HazardListRow,
  HazardRow,
  HazardState,
  HeldContent,
  HeldRow,
  InspectionDetail,
  InspectionListRow,
  Page,
  PersonListRow,
  PointListRow,
  SchoolRow,
  VisitRow,
} from '../wire/wire';
import { askJson, Failed } from './http';
import { ensureSession } from './session';

type Asked = Record<string, string | number | boolean | null | undefined>;

async function ask<T>(path: string, asked: Asked = {}): Promise<T> {
  const whole = `/api/${path}${suffix(asked)}`;
  try {
    return (await askJson<T>(whole)).data;
  } catch (error) {
    if (!(error instanceof Failed) || error.status !== 401) throw error;
    await ensureSession(current());
    return (await askJson<T>(whole)).data;
  }
}

function suffix(asked: Asked): string {
  const given = Object.entries(asked).flatMap(([key, value]) =>
    value === null || value === undefined ? [] : [[key, String(value)]],
  );
  return given.length > 0 ? `?${new URLSearchParams(given).toString()}` : '';
}

interface Paged {
  organisation?: string;
  after?: string | null;
  limit?: number;
}

export type HazardFilter = Paged & {
  state?: HazardState;
  grade?: Grade;
  due?: 'overdue' | 'soon' | 'open';
  waiting?: 'mine';
  q?: string;
};

export async function hazardList(filter: HazardFilter = {}): Promise<Page<HazardListRow>> {
  return await ask('hazards', { ...filter });
}

export async function hazardCounts(organisation?: string): Promise<HazardCounts> {
  return await ask('hazards/counts', { organisation });
}

export async function hazardDetail(id: string): Promise<HazardRow> {
  return await ask(`hazards/${id}`);
}

export type InspectionFilter = Paged & { point?: string; person?: string; failed?: boolean };

export async function inspectionList(
  filter: InspectionFilter = {},
): Promise<Page<InspectionListRow>> {
  return await ask('inspections', { ...filter });
}

export async function inspectionDetail(id: string): Promise<InspectionDetail> {
  return await ask(`inspections/${id}`);
}

export type PointFilter = Paged & { q?: string; reprint?: boolean; unscanned_days?: number };

export async function pointList(filter: PointFilter = {}): Promise<Page<PointListRow>> {
  return await ask('points', { ...filter });
}

/** Who was there, newest first. */
export async function visitList(point: string, paged: Paged = {}): Promise<Page<VisitRow>> {
  return await ask(`points/${point}/visits`, { ...paged });
}

export async function peopleList(filter: Paged = {}): Promise<Page<PersonListRow>> {
  return await ask('people', { ...filter });
}

/** What somebody's devices have signed and the server does not have. */
export async function gapList(person: string): Promise<Gaps[]> {
  return await ask(`people/${person}/gaps`);
}

export async function heldList(filter: Paged = {}): Promise<Page<HeldRow>> {
  return await ask('operations/held', { ...filter });
}

/** What one of them says. */
export async function heldContent(id: string): Promise<HeldContent> {
  return await ask(`operations/held/${id}`);
}

/** What was decided, newest first. */
export async function decidedList(filter: Paged = {}): Promise<Page<HeldRow>> {
  return await ask('operations/decided', { ...filter });
}

/** What was declined of one's own, newest first. */
export async function declinedList(): Promise<HeldRow[]> {
  return await ask('operations/declined');
}

export async function schools(filter: Paged = {}): Promise<Page<SchoolRow>> {
  return await ask('organisations', { ...filter });
}

/** On which paper, from which cell on, and how many mm this printer is put right. */
export interface Printing {
  size: string;
  start: number;
  dx: number;
  dy: number;
}

/** PDFs for a new window. No points = all active ones. */
export function labelSheetUrl(points: readonly string[], how: Printing): string {
  return `/api/labels/sheet${suffix({ ...how, points: points.length > 0 ? points.join(',') : null })}`;
}

export function spareLabelsUrl(count: number, how: Printing): string {
  return `/api/labels/spare${suffix({ ...how, count })}`;
}

export function calibrationUrl(size: string): string {
  return `/api/labels/calibration${suffix({ size })}`;
}
