// Puts a refused operation aside: thirty days in the bin, never gone at once.
import { current } from '../store/account';
import { moveBackFromBin, moveToBin } from '../store/bin';

/** False = it is not refused, so it may not go. */
export async function discardRefused(id: string, reason: string): Promise<boolean> {
  return await moveToBin(current().database, id, reason, Date.now());
}

export async function restoreDiscarded(id: string): Promise<boolean> {
  return await moveBackFromBin(current().database, id);
}
