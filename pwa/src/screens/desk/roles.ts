// Which roles this person may give in an organisation, as the server judges it.
import type { OrganisationRow, Role } from '../../wire/wire';

const BY_OFFICE: Role[] = [
  'inspector',
  'kitchen_manager',
  'staff',
  'safety_office',
  'vice_principal',
];
const BY_BUREAU: Role[] = ['safety_office', 'vice_principal', 'principal'];

/** A bureau makes a school's heads and its office; the office everybody else, and never a principal. */
export function givable(mine: readonly Role[], kind: OrganisationRow['kind']): Role[] {
  const isBureau = mine.includes('bureau_officer');
  if (kind !== 'school') return isBureau ? ['bureau_officer'] : [];
  if (isBureau) return BY_BUREAU;
  return mine.includes('safety_office') ? BY_OFFICE : [];
}

/** Whom to invite and to send away: in the own school who has nothing that one cannot give, from above any head. */
export function answersFor(held: readonly Role[], given: readonly Role[], isAbove: boolean) {
  if (given.length === 0) return false;
  const isGiven = (role: Role) => given.includes(role);
  return isAbove ? held.some(isGiven) : held.every(isGiven);
}
