// The code on a label, made at the desk, scanned or typed: the twin of `server/anxun/points/rules.py`.

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 8;
const LINK =
  /^[ \t\r\n]*https?:\/\/[^ \t\r\n/?#]+(?:\/[^ \t\r\n?#]*)?\/p[#/]([0-9A-Za-z-]{8,9})[ \t\r\n]*$/;

// What people write or a tired eye reads for a letter of the alphabet.
const READ_AS = new Map<string, string>();
for (const letter of ALPHABET) READ_AS.set(letter, letter).set(letter.toLowerCase(), letter);
for (const letter of 'Oo') READ_AS.set(letter, '0');
for (const letter of 'IiLl') READ_AS.set(letter, '1');
for (const gap of ' \t\r\n-\u2010\u2012\u2013\u2014\u2212') READ_AS.set(gap, '');

/** The character that makes the Damm sum over GF(32) zero: catches one wrong and two swapped. */
export function checkCharacter(digits: string): string {
  let total = 0;
  for (const letter of digits) total = doubled(total ^ ALPHABET.indexOf(letter));
  return ALPHABET.charAt(total);
}

/** A code from seven random bytes; who draws them sees to uniqueness. */
export function makeCode(random: Uint8Array): string {
  if (random.length !== LENGTH - 1) throw new RangeError('a code is made of seven bytes');
  let digits = '';
  for (const byte of random) digits += ALPHABET.charAt(byte & 31);
  return digits + checkCharacter(digits);
}

/** The code a person meant by what they typed, or nothing if it is not a code. */
export function normalise(text: string): string | null {
  let code = '';
  // NFKC turns the full-width letters of a Chinese keyboard into plain ones.
  for (const letter of text.normalize('NFKC')) {
    const meant = READ_AS.get(letter);
    if (meant === undefined) return null;
    code += meant;
  }
  if (code.length !== LENGTH) return null;
  return checkCharacter(code.slice(0, -1)) === code.slice(-1) ? code : null;
}

/** The code in a scanned text: a label's link on whatever host, or the bare code. Nothing is ever opened. */
export function codeIn(text: string): string | null {
  return normalise(LINK.exec(text)?.[1] ?? text);
}

/** The code as people read it aloud: two groups of four. */
export function shown(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

// Times x in GF(32) modulo x⁵ + x² + 1.
function doubled(value: number): number {
  const twice = value << 1;
  return twice > 31 ? twice ^ 0b100101 : twice;
}
