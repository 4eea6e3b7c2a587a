// The three numbers on top of the sync centre, always in the same words.
import { t } from '../../i18n';
import type { Status } from '../../store/status';
import type { Stat } from '../../ui/types';

type Counted = Pick<
  Status,
  'state' | 'only_here' | 'photos_left' | 'held' | 'held_photos' | 'refused'
>;

/** What needs a person takes the place of what is under way. */
export function statsOf(received: number, status: Counted): Stat[] {
  const { state, only_here, photos_left, held, held_photos, refused } = status;
  const isGoing = state === 'syncing';
  const photos = (n: number) => (n > 0 ? { of: t('sync.photos', { n }) } : {});
  const here: Stat = {
    id: 'here',
    label: t('sync.onlyHere'),
    value: String(only_here),
    ...photos(held_photos + (isGoing ? 0 : photos_left)),
  };
  const line: Stat = {
    id: 'line',
    label: t('sync.uploading'),
    value: String(isGoing ? Math.max(only_here, 1) : 0),
    tone: isGoing ? 'now' : 'plain',
    ...photos(isGoing ? photos_left : 0),
  };
  const there: Stat = {
    id: 'there',
    label: t('stop.received'),
    // What waits for the safety office is with the server as well.
    value: String(received + held),
    tone: 'ok',
  };
  if (refused === 0) return [here, line, there];
  const toDo: Stat = {
    id: 'refused',
    label: t('sync.refused'),
    value: String(refused),
    tone: 'bad',
  };
  return [toDo, here, there];
}
