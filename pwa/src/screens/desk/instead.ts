// Pages with a form of their own for each width: an address of the other one leads to it.
import { current, isOpen } from '../../store/account';
import { isWide } from './first';

/** The phone's inbox gives way to the desk's, for those who have one. */
export async function deskInstead(to: string): Promise<string | true> {
  if (!isOpen() || !isWide()) return true;
  const { deskRole } = await import('./home');
  return deskRole(current().roles) ? to : true;
}

/** Approving has a page for each width, and an address of the other one leads to it, even before the PIN. */
export const wideInstead = (to: string): string | true => (isWide() ? to : true);
export const narrowInstead = (to: string): string | true => (isWide() ? true : to);
