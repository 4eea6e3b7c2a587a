// Promises of the list of people: nobody is offered a role they may not give.
import { expect, test } from 'vitest';
import { givable } from './roles';

test('a safety office never makes a principal', () => {
  expect(givable(['safety_office'], 'school')).not.toContain('principal');
});

test('a bureau makes principals of schools and officers of bureaus', () => {
  expect(givable(['bureau_officer'], 'school')).toContain('principal');
  expect(givable(['bureau_officer'], 'district')).toEqual(['bureau_officer']);
});

test('leaders only look', () => {
  expect(givable(['principal', 'vice_principal'], 'school')).toEqual([]);
});
