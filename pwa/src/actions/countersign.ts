// Puts the second signature on records as they stood on the screen: one drawing, one operation each.
import type { Drawing, InspectionRow } from '../wire/wire';
import { enqueue } from './enqueue';

export async function countersign(
  rows: readonly Pick<InspectionRow, 'id' | 'body_hash' | 'organisation'>[],
  drawing: Drawing,
): Promise<void> {
  for (const { id, body_hash, organisation } of rows) {
    const secret = { signature: drawing };
    const args = { inspection: id, body_hash };
    await enqueue('inspection.countersign', organisation, args, { secret });
  }
}
