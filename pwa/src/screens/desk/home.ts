// Who has a desk, and where it begins.
import type { Role } from '../../wire/wire';

const READERS: Role[] = ['bureau_officer', 'principal', 'vice_principal', 'safety_office'];

/** The role a desk speaks to, the widest first. */
export const deskRole = (roles: readonly Role[]): Role | null =>
  READERS.find((role) => roles.includes(role)) ?? null;

export function deskHome(roles: readonly Role[]): string | null {
  const role = deskRole(roles);
  if (role === null) return null;
  return role === 'bureau_officer' ? '/desk/schools' : '/desk/hazards';
}
