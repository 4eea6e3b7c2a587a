// Makes a move on a hazard: assess, assign, rectify, re-check, approve and their kind.
import type { Drawing, HazardMove, HazardRow, Operations, Photo } from '../wire/wire';
import { keep, keepAll, type Kept, type Work } from './enqueue';

export type MoveArgs<M extends HazardMove> = Omit<Operations[`hazard.${M}`], 'hazard' | 'seen'>;

type Seen = Pick<HazardRow, 'id' | 'version' | 'organisation'>;

/** `step` = the half-filled form that becomes this move. */
export async function moveHazard<M extends HazardMove>(
  row: Seen,
  move: M,
  args: MoveArgs<M>,
  drawing: Drawing | null = null,
  step?: string,
): Promise<Kept> {
  return await keep(moving(row, move, args, drawing), { step });
}

/** Several moves that are one form: all are kept or none. */
export async function moveTogether(works: readonly Work[], step: string): Promise<void> {
  await keepAll(works, { step });
}

/** `row` is the hazard as the person had it on the screen: its version says what was signed. */
export function moving<M extends HazardMove>(
  row: Seen,
  move: M,
  args: MoveArgs<M>,
  drawing?: Drawing | null,
): Work;
export function moving(
  { id, version, organisation }: Seen,
  move: HazardMove,
  args: { photos?: Photo[] },
  drawing: Drawing | null = null,
): Work {
  return {
    name: `hazard.${move}`,
    organisation,
    args: { hazard: id, seen: version, ...args },
    secret: drawing ? { signature: drawing } : undefined,
    photos: [...new Set(args.photos?.map((photo) => photo.sha256))],
  };
}
