// Which records this person has had before their eyes: only those may be signed together.
import type { InspectionRow } from '../../wire/wire';
import { accountIds } from '../account-ids';

const opened = accountIds();

// By its bytes: what comes under the same id afterwards has not been seen.
type Record = Pick<InspectionRow, 'body_hash'>;

export function isOpened({ body_hash }: Record): boolean {
  return opened.has(body_hash);
}

export function noteOpened({ body_hash }: Record): void {
  opened.put(body_hash, true);
}
