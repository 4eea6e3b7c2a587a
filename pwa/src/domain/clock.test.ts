// Days are cut in the district's zone, and a wrong clock is measured, not trusted.
import { expect, test } from 'vitest';
import { dayIn, daysBetween, serverNow, skewFacts, skewFrom, timeIn } from './clock';
import { due } from './due';

const TZ = 'Asia/Shanghai';
const at = (text: string) => Date.parse(`${text}+08:00`);

test.each([
  ['2026-11-22T23:59:59', '2026-11-22'],
  ['2026-11-23T00:00:00', '2026-11-23'],
  ['2027-01-01T07:59:00', '2027-01-01'],
])('%s in Shanghai is the day %s', (time, day) => {
  expect(dayIn(TZ, at(time))).toBe(day);
});

test('a zone that changes its clocks is read as the phone knows it', () => {
  expect(dayIn('Europe/Berlin', Date.parse('2026-07-01T22:30:00Z'))).toBe('2026-07-02');
  expect(timeIn('Europe/Berlin', Date.parse('2026-07-01T22:30:00Z'))).toBe('00:30');
  expect(timeIn('Europe/Berlin', Date.parse('2026-12-01T22:30:00Z'))).toBe('23:30');
});

test('Shanghai, known by heart, is what the phone knows of it', () => {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: TZ,
    timeStyle: 'short',
    dateStyle: 'short',
  });
  for (const moment of [at('2026-11-23T00:00:00'), at('2027-06-30T23:59:59')]) {
    const [year, month, day] = dayIn(TZ, moment).split('-');
    expect(`${day}/${month}/${year}, ${timeIn(TZ, moment)}`).toBe(parts.format(moment));
  }
});

test('days between two days do not stumble over a month or a leap year', () => {
  expect(daysBetween('2028-02-28', '2028-03-01')).toBe(2);
  expect(daysBetween('2026-12-31', '2026-12-30')).toBe(-1);
});

test('the skew is the server against the middle of asking and getting', () => {
  expect(skewFrom(1000, 3000, 12_000)).toEqual({ skew_ms: 10_000, measured_ms: 3000 });
  expect(serverNow({ skew_ms: -500, measured_ms: 0 }, 1000)).toBe(500);
});

test('a clock set back makes the age of a measurement zero, never negative', () => {
  expect(skewFacts({ skew_ms: 7, measured_ms: 5000 }, 4000)).toEqual({
    skew_ms: 7,
    skew_age_ms: 0,
  });
  expect(skewFacts(null, 4000)).toEqual({ skew_ms: null, skew_age_ms: null });
});

test.each([
  [null, 'none', 0],
  ['2026-11-22T09:00:00', 'overdue', 0],
  ['2026-11-20T18:00:00', 'overdue', -2],
  ['2026-11-22T18:00:00', 'today', 0],
  ['2026-11-23T00:10:00', 'tomorrow', 1],
  ['2026-11-29T18:00:00', 'days', 7],
] as const)('a deadline of %s is %s at ten in the morning', (deadline, kind, days) => {
  const found = due(deadline && at(deadline), at('2026-11-22T10:00:00'), TZ);

  expect(found).toMatchObject({ kind, days });
});
