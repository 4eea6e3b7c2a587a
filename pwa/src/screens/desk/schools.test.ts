// Promises of the bureau's list: who is silent comes first, then danger, then delay.
import { expect, test } from 'vitest';
import type { SchoolRow } from '../../wire/wire';
import { byUrgency, totals } from './schools';

function school(name: string, change: Partial<SchoolRow> = {}): SchoolRow {
  return {
    id: name,
    kind: 'school',
    name,
    parent: null,
    tz: 'Asia/Shanghai',
    boarding: false,
    open: 0,
    major: 0,
    overdue: 0,
    last_inspection_ms: 1,
    inspections_7d: 5,
    ...change,
  };
}

const calm = school('calm');
const late = school('late', { overdue: 3, open: 4 });
const major = school('major', { major: 1, open: 1 });
const silent = school('silent', { inspections_7d: 0 });

test('the silent one comes first, then danger, then delay', () => {
  expect(byUrgency([calm, late, major, silent])).toEqual([silent, major, late, calm]);
});

test('the figures are sums of the rows', () => {
  expect(totals([calm, late, major, silent])).toEqual({
    schools: 4,
    silent: 1,
    open: 5,
    major: 1,
    overdue: 3,
    overdueSchools: 1,
    inspections: 15,
  });
});
