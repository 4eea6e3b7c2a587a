// Promises of an empty school: the safety office is led until somebody can walk a round.
import { expect, test } from 'vitest';
import type { Role } from '../../wire/wire';
import { beginning } from './beginning';

const somebody = (role: Role, left = false) => ({ roles: [role], left });
const FOUNDERS = [somebody('safety_office'), somebody('principal')];
const POINT = { active: true };

test('with only its founders and no point a school is at its beginning', () => {
  expect(beginning(FOUNDERS, [])).toEqual({ people: false, points: false });
});

test('what is done is told, until the rest is', () => {
  expect(beginning([...FOUNDERS, somebody('inspector')], [])).toEqual({
    people: true,
    points: false,
  });
  expect(beginning(FOUNDERS, [POINT])).toEqual({ people: false, points: true });
  expect(beginning([...FOUNDERS, somebody('staff')], [POINT])).toBeNull();
});

test('who left and what was retired do not count', () => {
  const gone = [...FOUNDERS, somebody('inspector', true)];

  expect(beginning(gone, [{ active: false }])).toEqual({ people: false, points: false });
});
