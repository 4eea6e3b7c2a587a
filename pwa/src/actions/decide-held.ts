// Decides on a held operation: the safety office has looked at it.
import { current } from '../store/account';
import { enqueue, type Kept } from './enqueue';

/** `decline` = it shall never count. */
export async function decideHeld(
  decision: 'release' | 'decline',
  operation: string,
  reason: string,
): Promise<Kept> {
  const { organisation } = current();
  return await enqueue(`operation.${decision}`, organisation.id, { operation, reason });
}
