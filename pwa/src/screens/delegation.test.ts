// Promises of a delegation: what the server would refuse is said at once, and its days are shown.
import { beforeAll, describe, expect, test } from 'vitest';
import { allTexts } from '../i18n';
import { somebody, wipePhone } from '../testing/phone';
import type { Role } from '../wire/wire';
import { daysOf, problemIn, rolesText } from './delegation';

const DAY_MS = 86_400_000;
const NOW = Date.parse('2026-11-22T09:00:00+08:00');
const start = (day: string) => Date.parse(`${day}T00:00:00+08:00`);
const end = (day: string) => Date.parse(`${day}T23:59:00+08:00`);

describe('a delegation', () => {
  beforeAll(async () => {
    await allTexts();
    await wipePhone();
    await somebody();
  });

  test.each([
    ['2026-11-22', '2026-11-22', null],
    ['2026-11-23', '2027-02-22', null],
    ['2026-11-23', '2027-02-23', 'delegation.too_long'],
    ['2026-11-22', '2026-11-21', 'delegation.dates'],
    ['2026-11-25', '2026-11-24', 'delegation.dates'],
    ['2026-11-20', '2026-11-25', 'delegation.dates'],
    ['2026-12-22', '2026-12-30', null],
    ['2026-12-23', '2026-12-30', 'delegation.dates'],
  ])('from %s until %s: %s', (from, until, problem) => {
    expect(problemIn(start(from), end(until), NOW)).toBe(problem);
  });

  test('without a last day is not sent', () => {
    expect(problemIn(start('2026-11-22'), null, NOW)).toBe('delegate.noEnd');
  });

  test('shows its days while it lasts and before, not after', () => {
    const delegation = { from_ms: start('2026-11-22'), until_ms: end('2026-11-30') };

    expect(daysOf({ delegation }, NOW)).toBe('11月22日 – 11月30日');
    expect(daysOf({ delegation }, NOW + 30 * DAY_MS)).toBeNull();
    expect(daysOf({ delegation: null }, NOW)).toBeNull();
    expect(daysOf(null, NOW)).toBeNull();
  });

  test('is told apart from being the principal, with its last day', () => {
    const delegation = { from_ms: start('2026-11-22'), until_ms: end('2026-11-29') };
    const deputy = { roles: ['principal', 'vice_principal'] as Role[], delegation };

    expect(rolesText(deputy, NOW)).toBe('分管副校长（代理校长，到 11月29日）');
    expect(rolesText({ roles: ['principal'], delegation }, NOW)).toBe('代理校长，到 11月29日');
    expect(rolesText({ ...deputy, delegation: null }, NOW)).toBe('校长、分管副校长');
    expect(rolesText({ ...deputy, delegation }, NOW + 30 * DAY_MS)).toBe('校长、分管副校长');
  });

  test('that begins later changes no role today', () => {
    const delegation = { from_ms: start('2026-11-25'), until_ms: end('2026-11-29') };

    expect(rolesText({ roles: ['vice_principal'], delegation }, NOW)).toBe('分管副校长');
  });
});
