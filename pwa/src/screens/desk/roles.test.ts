// Promises of the list of people: nobody is offered a role they may not give.
import { expect, test } from 'vitest';
import { answersFor, givable } from './roles';

test('a safety office never makes a principal', () => {
  expect(givable(['safety_office'], 'school')).not.toContain('principal');
});

test('a bureau makes the heads and the office of schools, and officers of bureaus', () => {
  expect(givable(['bureau_officer'], 'school')).toEqual([
    'safety_office',
    'vice_principal',
    'principal',
  ]);
  expect(givable(['bureau_officer'], 'district')).toEqual(['bureau_officer']);
});

test('leaders only look', () => {
  expect(givable(['principal', 'vice_principal'], 'school')).toEqual([]);
});

test('a bureau answers for heads, whatever else they do; the office for who has no head over it', () => {
  const bureau = givable(['bureau_officer'], 'school');
  const office = givable(['safety_office'], 'school');

  expect(answersFor(['principal', 'inspector'], bureau, true)).toBe(true);
  expect(answersFor(['inspector'], bureau, true)).toBe(false);
  expect(answersFor([], bureau, true)).toBe(false);
  expect(answersFor(['inspector'], office, false)).toBe(true);
  expect(answersFor([], office, false)).toBe(true);
  expect(answersFor(['principal', 'inspector'], office, false)).toBe(false);
  expect(answersFor([], [], false)).toBe(false);
});
