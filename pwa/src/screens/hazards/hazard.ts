// One hazard for a screen: as mirrored on this phone, or asked from the server where it is not.
import type { Ref } from 'vue';
import { serverTime } from '../../store/clock';
import { hazard, viewer, type HazardView } from '../../store/hazards';
import { useLive } from '../../store/live';
import { bodyOf, outbox, sent } from '../../store/outbox';
import { hazardDetail } from '../../sync/queries';
import { codeOf } from '../problem';

export interface Shown {
  view: HazardView | null;
  /** After-photos of own moves that the server has not put into the row yet. */
  unsent: string[];
  /** Why there is nothing: it was neither here nor to be had. */
  code: string | null;
  loaded: boolean;
}

const NOTHING: Shown = { view: null, unsent: [], code: null, loaded: false };

export function useHazard(id: string): Readonly<Ref<Shown>> {
  return useLive(async () => await load(id), ['rows', 'outbox', 'sent'], NOTHING);
}

async function load(id: string): Promise<Shown> {
  const here = await hazard(id);
  if (here) return { view: here, unsent: await unsentPhotos(here), code: null, loaded: true };
  try {
    const view = (await viewer(await serverTime()))(await hazardDetail(id));
    return { view, unsent: await unsentPhotos(view), code: null, loaded: true };
  } catch (error) {
    return { ...NOTHING, code: codeOf(error), loaded: true };
  }
}

async function unsentPhotos(view: HazardView): Promise<string[]> {
  const ids = view.pending.filter(({ move }) => move === 'rectify').map((each) => each.operation);
  if (ids.length === 0) return [];
  const entries = [...(await outbox()), ...(await sent())].filter((entry) =>
    ids.includes(entry.id),
  );
  return entries.flatMap((entry) => {
    const { args } = bodyOf(entry);
    return 'photos' in args ? args.photos.map((photo) => photo.sha256) : [];
  });
}
