// Puts the second signature on records that somebody else handed in: one drawing, one operation each.
import type { Drawing, InspectionRow } from '../wire/wire';
import { enqueue } from './enqueue';

export async function countersign(
  rows: readonly Pick<InspectionRow, 'id' | 'organisation'>[],
  drawing: Drawing,
): Promise<void> {
  for (const { id, organisation } of rows) {
    const secret = { signature: drawing };
    await enqueue('inspection.countersign', organisation, { inspection: id }, { secret });
  }
}
