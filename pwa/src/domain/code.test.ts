// The phone reads a label's code exactly as the server does: both run tests/shared/codes.json.
import { describe, expect, it } from 'vitest';
import cases from '../../../tests/shared/codes.json';
import { checkCharacter, codeIn, makeCode, normalise, shown } from './code';

describe("a label's code", () => {
  it.each(cases.check)('%j is checked by %j', (digits, check) => {
    expect(checkCharacter(digits)).toBe(check);
  });

  it.each(cases.typed)('typed %j is read as %j', (typed, code) => {
    expect(normalise(typed as string)).toBe(code);
  });

  it.each(cases.scanned)('scanned %j gives %j', (scanned, code) => {
    expect(codeIn(scanned as string)).toBe(code);
  });

  it.each(cases.shown)('%j is shown as %j', (code, grouped) => {
    expect(shown(code)).toBe(grouped);
  });

  it('is made from seven random bytes and reads back', () => {
    for (let first = 0; first < 256; first += 1) {
      const code = makeCode(Uint8Array.of(first, 1, 2, 3, 5, 8, 255 - first));
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
      expect(codeIn(`https://anxun.example.cn/p#${code}`)).toBe(code);
    }
  });

  it('is never made from too few bytes', () => {
    expect(() => makeCode(new Uint8Array(6))).toThrow(RangeError);
  });
});
