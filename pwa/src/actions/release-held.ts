// Lets a held operation take effect: the safety office has looked at it.
import { current } from '../store/account';
import { enqueue, type Kept } from './enqueue';

export async function releaseHeld(
  operation: string,
  reason: string,
  organisation = current().organisation.id,
): Promise<Kept> {
  return await enqueue('operation.release', organisation, { operation, reason });
}
