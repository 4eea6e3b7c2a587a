// The points of a school: added, changed and retired by the safety office.
import { uuid7 } from '../domain/uuid7';
import { current } from '../store/account';
import type { Operations, PointRow } from '../wire/wire';
import { enqueue, type Kept } from './enqueue';

export type PointFacts = Omit<Operations['point.add'], 'point'>;

export async function addPoint(facts: PointFacts): Promise<Kept & { point: string }> {
  const point = uuid7(Date.now());
  const kept = await enqueue('point.add', current().organisation.id, { point, ...facts });
  return { ...kept, point };
}

export async function changePoint(point: PointRow, facts: PointFacts): Promise<Kept> {
  return await enqueue('point.change', point.organisation, { point: point.id, ...facts });
}

export async function retirePoint(point: PointRow, reason: string): Promise<Kept> {
  return await enqueue('point.retire', point.organisation, { point: point.id, reason });
}
