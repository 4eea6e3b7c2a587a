// The days on which somebody stands in for the principal, judged as the server judges them.
import { t } from '../i18n';
import type { PersonRow } from '../wire/wire';
import { roleWord } from './hazards/words';
import { dayText } from './words';

const DAY_MS = 86_400_000;
const LONGEST_MS = 92 * DAY_MS;
const AHEAD_MS = 30 * DAY_MS;

/** The server's `delegation_problem`, before anything is signed; what was lent before, only the server counts. */
export function problemIn(
  from_ms: number | null,
  until_ms: number | null,
  now_ms: number,
): 'delegate.noEnd' | 'delegation.dates' | 'delegation.too_long' | null {
  if (until_ms === null) return 'delegate.noEnd';
  if (from_ms === null) return 'delegation.dates';
  if (from_ms > now_ms + AHEAD_MS) return 'delegation.dates';
  if (from_ms < now_ms - DAY_MS || until_ms <= Math.max(from_ms, now_ms)) return 'delegation.dates';
  return until_ms - from_ms > LONGEST_MS ? 'delegation.too_long' : null;
}

/** 11月22日 – 11月30日; null when it is over or there is none. */
export function daysOf(
  person: Pick<PersonRow, 'delegation'> | null,
  now_ms = Date.now(),
): string | null {
  // A phone that pulled before this was told does not have the field yet.
  const delegation = person?.delegation ?? null;
  if (!delegation || delegation.until_ms <= now_ms) return null;
  return `${dayText(delegation.from_ms)} – ${dayText(delegation.until_ms)}`;
}

/** 分管副校长（代理校长，到 11月29日）: who stands in is not the principal. */
export function rolesText(
  { roles, delegation }: Pick<PersonRow, 'roles' | 'delegation'>,
  now_ms = Date.now(),
): string {
  const isDeputy =
    roles.includes('principal') &&
    delegation &&
    delegation.from_ms <= now_ms &&
    now_ms < delegation.until_ms;
  if (!isDeputy) return roles.map(roleWord).join('、');
  const deputy = t('delegate.roleUntil', { day: dayText(delegation.until_ms) });
  const own = roles.filter((role) => role !== 'principal').map(roleWord);
  return own.length > 0 ? t('delegate.beside', { own: own.join('、'), deputy }) : deputy;
}
