// Promises of deadlines: the district's clock counts, whatever zone the phone is in.
import { describe, expect, test } from 'vitest';
import { suggestedDeadline, wallMoment, wallText } from './date-field';

const ZONE = 'Asia/Shanghai';
const noon = Date.parse('2026-11-23T04:00:00Z');

describe('wall time', () => {
  test('is the time of the district', () => {
    expect(wallText(ZONE, noon)).toBe('2026-11-23T12:00');
  });

  test('comes back as the same moment', () => {
    expect(wallMoment(ZONE, wallText(ZONE, noon))).toBe(noon);
    expect(wallMoment('Europe/Berlin', '2026-10-25T12:00')).toBe(
      Date.parse('2026-10-25T11:00:00Z'),
    );
  });

  test('half a date is no moment', () => {
    expect(wallMoment(ZONE, '2026-11-')).toBeNull();
  });
});

describe('the suggested deadline', () => {
  const text = { zh: '', en: '' };
  const of = (kind: 'at_once' | 'hours' | 'days' | 'until_done', n: number | null) => {
    const found = suggestedDeadline({ kind, n, text }, noon, ZONE);
    return found === null ? null : wallText(ZONE, found);
  };

  test('hours count from the order, days end at midnight', () => {
    expect(of('hours', 4)).toBe('2026-11-23T16:00');
    expect(of('days', 3)).toBe('2026-11-26T23:59');
    expect(of('days', 0)).toBe('2026-11-23T23:59');
  });

  test('at once means today; until done has no moment', () => {
    expect(of('at_once', null)).toBe('2026-11-23T23:59');
    expect(of('until_done', null)).toBeNull();
  });

  test('late in the evening at once leaves two hours', () => {
    const late = Date.parse('2026-11-23T15:30:00Z');
    const found = suggestedDeadline({ kind: 'at_once', n: null, text }, late, ZONE);
    expect(found).toBe(late + 2 * 3_600_000);
  });
});
