// Promises of a choice of many: nobody says “none” and “three people ill” in one breath.
import { expect, test } from 'vitest';
import { ticked } from './choice';

test('ticking none unticks what was found', () => {
  expect(ticked(['complaint', 'ill'], ['complaint', 'ill', 'none'])).toEqual(['none']);
});

test('ticking something found unticks none', () => {
  expect(ticked(['none'], ['none', 'ill'])).toEqual(['ill']);
});

test('none alone stays, and may be unticked again', () => {
  expect(ticked(['none'], ['none'])).toEqual(['none']);
  expect(ticked(['none'], [])).toEqual([]);
});

test('other options stand beside each other', () => {
  expect(ticked(['complaint'], ['complaint', 'ill'])).toEqual(['complaint', 'ill']);
});
