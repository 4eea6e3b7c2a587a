// Makes a move on a hazard: assess, assign, rectify, re-check, approve and their kind.
import type { Drawing, HazardMove, HazardRow, Operations, Photo } from '../wire/wire';
import { keep, type Kept } from './enqueue';

export type MoveArgs<M extends HazardMove> = Omit<Operations[`hazard.${M}`], 'hazard' | 'seen'>;

type Seen = Pick<HazardRow, 'id' | 'version' | 'organisation'>;

/** `row` is the hazard as the person had it on the screen: its version says what was signed. `step` = the half-filled form that becomes this move. */
export async function moveHazard<M extends HazardMove>(
  row: Seen,
  move: M,
  args: MoveArgs<M>,
  drawing?: Drawing | null,
  step?: string,
): Promise<Kept>;
export async function moveHazard(
  row: Seen,
  move: HazardMove,
  args: { photos?: Photo[] },
  drawing: Drawing | null = null,
  step?: string,
): Promise<Kept> {
  const name = `hazard.${move}` as const;
  const full = { hazard: row.id, seen: row.version, ...args };
  return await keep(
    { name, organisation: row.organisation, args: full },
    {
      secret: drawing ? { signature: drawing } : undefined,
      photos: [...new Set(args.photos?.map((photo) => photo.sha256))],
      step,
    },
  );
}
