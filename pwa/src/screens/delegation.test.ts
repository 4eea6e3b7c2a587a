// Promises of a delegation: what the server would refuse is said at once, and its days are shown.
import { beforeAll, describe, expect, test } from 'vitest';
import { allTexts } from '../i18n';
import { somebody, wipePhone } from '../testing/phone';
import { daysOf, problemIn } from './delegation';

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

  test('without a day is not sent', () => {
    expect(problemIn(start('2026-11-22'), null, NOW)).toBe('delegation.dates');
  });

  test('shows its days while it lasts and before, not after', () => {
    const delegation = { from_ms: start('2026-11-22'), until_ms: end('2026-11-30') };

    expect(daysOf({ delegation }, NOW)).toBe('11月22日 – 11月30日');
    expect(daysOf({ delegation }, NOW + 30 * DAY_MS)).toBeNull();
    expect(daysOf({ delegation: null }, NOW)).toBeNull();
    expect(daysOf(null, NOW)).toBeNull();
  });
});
