// Which records this person has had before their eyes: only those may be signed together.
import { accountIds } from '../account-ids';

const opened = accountIds();

export const isOpened = opened.has;

export function noteOpened(id: string): void {
  opened.put(id, true);
}
