// Records that want a second signature, as this person sees them: signed already, or still to be signed.
import { maySign, usuallySigns } from '../domain/countersign';
import type { InspectionRow, Words } from '../wire/wire';
import { current } from './account';
import { checklist } from './checklists';
import { inspections, myRoles, point, row } from './mirror';
import { bodyOf, outbox, sent } from './outbox';
import type { StoreName } from './schema';

const PULLED_BY_THEN_MS = 14 * 86_400_000;

export interface Unsigned {
  row: InspectionRow;
  title: Words | null;
  place: string;
  by: string;
  /** It usually falls to somebody like this person. */
  mine: boolean;
}

export const COUNTERSIGN_STORES: StoreName[] = ['rows', 'checklists', 'outbox', 'sent'];

/** What this person could sign, newest first. Watch `COUNTERSIGN_STORES`. */
export async function unsigned(): Promise<Unsigned[]> {
  const { person, organisation } = current();
  const wanting = (await inspections()).filter((each) => maySign(each, person, organisation.id));
  if (wanting.length === 0) return [];
  const [roles, signed] = [await myRoles(), await signedHere()];
  return await Promise.all(
    wanting
      .filter(({ id }) => !signed.has(id))
      .map(async (each) => {
        const form = await checklist(each.checklist, each.version);
        return {
          row: each,
          title: form?.title ?? null,
          place: (await point(each.point))?.name ?? '',
          by: (await row('person', each.person))?.name ?? '',
          mine: usuallySigns(roles, form),
        };
      }),
  );
}

/** Signed by this person, though no pulled row may say so yet. */
export async function signedHere(): Promise<ReadonlySet<string>> {
  const here = (await outbox()).filter(({ state }) => state !== 'refused');
  const there = await sent(Date.now() - PULLED_BY_THEN_MS);
  const mine = [...here, ...there].filter(({ name }) => name === 'inspection.countersign');
  return new Set(
    mine.flatMap((entry) => {
      const { args } = bodyOf(entry);
      return 'inspection' in args ? [args.inspection] : [];
    }),
  );
}
