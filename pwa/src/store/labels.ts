// Labels that this phone has bound and the mirror does not know yet.
import { bodyOf, outbox, sent } from './outbox';
import { point } from './mirror';
import type { PointRow } from '../wire/wire';

/** `point` null = the point itself has not come back from the server either. */
export async function boundHere(code: string): Promise<{ point: PointRow | null } | null> {
  const waiting = (await outbox()).filter(({ state }) => state !== 'refused');
  const accepted = (await sent()).filter(({ receipt }) => receipt.verdict === 'applied');
  for (const entry of [...waiting, ...accepted]) {
    const { args } = bodyOf(entry);
    if ('code' in args && 'point' in args && args.code === code) {
      return { point: await point(args.point) };
    }
  }
  return null;
}
