// The places of a desk by role: what is looked at every day first, then what is set up once.
import { t } from '../../i18n';
import type { Place } from '../../ui/types';
import type { Role } from '../../wire/wire';

const KEEPERS: Role[] = ['safety_office', 'bureau_officer', 'vice_principal', 'principal'];

/** What is open in all, and what waits for a decision of this person. */
export interface Figures {
  open: number | null;
  approvals: number;
  held: number;
  /** Records of others that wait for this person's second signature. */
  unsigned: number;
}

export function places(
  roles: readonly Role[],
  { open, approvals, held, unsigned }: Figures,
): Place[][] {
  const has = (...wanted: Role[]) => wanted.some((role) => roles.includes(role));
  const count = open === null ? {} : { count: String(open) };
  const daily: (Place | false)[] = [
    has('bureau_officer') && { to: '/desk/schools', label: t('desk.schools'), icon: 'school' },
    has('principal') && {
      to: '/desk/approve',
      label: t('act.approve'),
      icon: 'inbox',
      waits: approvals,
    },
    unsigned > 0 && {
      to: '/countersign',
      label: t('countersign.title'),
      icon: 'pencil',
      waits: unsigned,
    },
    { to: '/desk/hazards', label: t('desk.hazards'), icon: 'alert', ...count },
    { to: '/desk/inspections', label: t('desk.inspections'), icon: 'list' },
  ];
  const once: (Place | false)[] = [
    has('safety_office') && { to: '/desk/points', label: t('desk.points'), icon: 'pin' },
    has(...KEEPERS) && {
      to: '/desk/people',
      label: t('desk.people'),
      icon: 'people',
      waits: has('safety_office') ? held : 0,
    },
  ];
  const phone: (Place | false)[] = [
    !has('bureau_officer') && { to: '/', label: t('desk.today'), icon: 'today' },
    { to: '/me', label: t('tabs.me'), icon: 'person' },
  ];
  const known = (place: Place | false): place is Place => place !== false;
  return [daily.filter(known), once.filter(known), phone.filter(known)];
}
