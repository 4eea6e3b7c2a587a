// The QR labels of points: the desk makes the code, so that printing needs no answer first; a spare label brings its own.
import { makeCode } from '../domain/code';
import { uuid7 } from '../domain/uuid7';
import { current } from '../store/account';
import type { PointRow } from '../wire/wire';
import { enqueue, keepAll, type Kept } from './enqueue';
import type { PointFacts } from './points';

const newCode = () => makeCode(crypto.getRandomValues(new Uint8Array(7)));

export async function issueLabel(point: PointRow): Promise<Kept & { code: string }> {
  const code = newCode();
  const kept = await enqueue('label.issue', point.organisation, { point: point.id, code });
  return { ...kept, code };
}

/** A new code in the place of all others: a point is never without a label that works. */
export async function replaceLabel(
  point: PointRow,
  reason: string,
  code = newCode(),
): Promise<Kept & { code: string }> {
  const args = { point: point.id, code, reason };
  const kept = await enqueue('label.replace', point.organisation, args);
  return { ...kept, code };
}

/** Both or none: a point that nobody can open is of no use. */
export async function addLabelledPoint(facts: PointFacts, code = newCode()): Promise<string> {
  const organisation = current().organisation.id;
  const point = uuid7(Date.now());
  await keepAll(
    [
      { name: 'point.add', organisation, args: { point, ...facts } },
      { name: 'label.issue', organisation, args: { point, code } },
    ],
    {},
  );
  return point;
}
