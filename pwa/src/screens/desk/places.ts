// The places of a desk by role: what is looked at every day first, then what is set up once.
import { t } from '../../i18n';
import type { Place } from '../../ui/types';
import type { Role } from '../../wire/wire';

const READERS: Role[] = ['safety_office', 'vice_principal', 'principal', 'bureau_officer'];
const KEEPERS: Role[] = ['safety_office', 'bureau_officer', 'vice_principal', 'principal'];

/** The role a desk speaks to, the widest first. */
export function deskRole(roles: readonly Role[]): Role | null {
  return (
    READERS.slice()
      .reverse()
      .find((role) => roles.includes(role)) ?? null
  );
}

export const deskHome = (roles: readonly Role[]): string | null => {
  const role = deskRole(roles);
  if (role === null) return null;
  return role === 'bureau_officer' ? '/desk/schools' : '/desk/hazards';
};

export function places(roles: readonly Role[], open: number | null): Place[][] {
  const has = (...wanted: Role[]) => wanted.some((role) => roles.includes(role));
  const count = open === null ? {} : { count: String(open) };
  const daily: (Place | false)[] = [
    has('bureau_officer') && { to: '/desk/schools', label: t('desk.schools'), icon: 'school' },
    has('principal') && { to: '/desk/approve', label: t('tabs.approve'), icon: 'inbox' },
    { to: '/desk/hazards', label: t('desk.hazards'), icon: 'alert', ...count },
    { to: '/desk/inspections', label: t('desk.inspections'), icon: 'list' },
  ];
  const once: (Place | false)[] = [
    has('safety_office') && { to: '/desk/points', label: t('desk.points'), icon: 'pin' },
    has(...KEEPERS) && { to: '/desk/people', label: t('desk.people'), icon: 'people' },
  ];
  const phone: (Place | false)[] = [
    !has('bureau_officer') && { to: '/', label: t('desk.today'), icon: 'today' },
    { to: '/me', label: t('tabs.me'), icon: 'person' },
  ];
  const known = (place: Place | false): place is Place => place !== false;
  return [daily.filter(known), once.filter(known), phone.filter(known)];
}
