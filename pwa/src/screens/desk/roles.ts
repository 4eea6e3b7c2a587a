// Which roles this person may give in an organisation, as the server judges it.
import type { OrganisationRow, Role } from '../../wire/wire';

const OF_A_SCHOOL: Role[] = [
  'inspector',
  'kitchen_manager',
  'staff',
  'safety_office',
  'vice_principal',
];

/** A school's own office never makes its principal: the bureau does. */
export function givable(mine: readonly Role[], kind: OrganisationRow['kind']): Role[] {
  const isBureau = mine.includes('bureau_officer');
  if (kind !== 'school') return isBureau ? ['bureau_officer'] : [];
  if (isBureau) return [...OF_A_SCHOOL, 'principal'];
  return mine.includes('safety_office') ? OF_A_SCHOOL : [];
}
