// The QR labels of points: the desk makes the code, so that printing needs no answer first.
import { makeCode } from '../domain/code';
import { current } from '../store/account';
import type { PointRow } from '../wire/wire';
import { enqueue, type Kept } from './enqueue';

export async function issueLabel(point: PointRow): Promise<Kept & { code: string }> {
  const code = makeCode(crypto.getRandomValues(new Uint8Array(7)));
  const kept = await enqueue('label.issue', point.organisation, { point: point.id, code });
  return { ...kept, code };
}

export async function voidLabel(code: string, reason: string): Promise<Kept> {
  return await enqueue('label.void', current().organisation.id, { code, reason });
}
