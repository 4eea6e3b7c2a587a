// Promises of what is written down, by the cases that the server's rules keep, too.
import { expect, test } from 'vitest';
import shared from '../../../tests/shared/texts.json';
import { clean, cleanJson, cleanName } from './text';

test.each(shared)('a text is signed without what nobody sees: $typed', ({ typed, signed }) => {
  expect(clean(typed)).toBe(signed);
  expect(clean(signed)).toBe(signed);
});

test('half a picture, cut off where the field was full, is left out', () => {
  expect(clean('好\ud83d')).toBe('好');
});

test('a name is one line, and a picture in it has one way of being written', () => {
  expect(cleanName(' 红烧肉\u2764\ufe0f\u200d \n\u3164')).toBe('红烧肉\u2764');
  expect(cleanName('\u3164')).toBe('');
});

test('a name keeps what it is spelt with, and nobody is called by what cannot be seen', () => {
  for (const name of ['\u182a\u180b\u1820\u1828\u180e\u1820', '\u0626\u06c7\u200c\u064a', '——']) {
    expect(cleanName(name)).toBe(name);
  }
  for (const name of ['\u0301', '\ue000', '\ufffc', '\u{1d159}', '\u3000', '\u180b']) {
    expect(cleanName(name)).toBe('');
  }
});

test('a pile of marks is cut, and what is cut stays as it is', () => {
  const signed = clean(`a${'\u0323\u0301'.repeat(40)}b`);
  expect(signed).toHaveLength(32);
  expect(clean(signed)).toBe(signed);
});

test('every text of a record is cleaned, however deep', () => {
  expect(cleanJson({ a: [{ b: '左\u202e右', n: 1 }], c: null })).toBe(
    '{"a":[{"b":"左右","n":1}],"c":null}',
  );
});
