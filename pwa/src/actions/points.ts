// The points of a school: changed and retired by the safety office.
import type { Operations, PointRow } from '../wire/wire';
import { enqueue, type Kept } from './enqueue';

export type PointFacts = Omit<Operations['point.add'], 'point'>;

export async function changePoint(point: PointRow, facts: PointFacts): Promise<Kept> {
  return await enqueue('point.change', point.organisation, { point: point.id, ...facts });
}

export async function retirePoint(point: PointRow, reason: string): Promise<Kept> {
  return await enqueue('point.retire', point.organisation, { point: point.id, reason });
}
