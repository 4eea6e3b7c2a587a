// What is written down is what is read: each letter in one way, and none that nobody sees (`core/wire.py`).

// Some that nobody sees Mongolian and Uyghur words are spelt with: behind a letter, and between two.
const ARABIC = '[\u0620-\u064a\u0671-\u06d5]';
const SPELT = `[\u1820-\u18a8][\u180b-\u180f]{1,2}|${ARABIC}[\u200c\u200d](?=${ARABIC})`;
// They come along when something is copied. Behind a picture, and nowhere else, some stay: they join and colour it.
const KEPT = new RegExp(
  `([\u2190-\u27ff\u2801-\u2bff\u{1f000}-\u{1faff}]\ufe0f?\u200d?|${SPELT})|[\\p{DI}\u2800\ufff9-\ufffc\u{1d159}]|(?![\t\n\r])\\p{Cc}|\\p{Cs}`,
  'gu',
);
const KEPT_IN_NAMES = new RegExp(`(${SPELT})|[\\p{Cc}\\p{Cf}\\p{Co}\\p{Zl}\\p{Zp}\ufe0f]`, 'gu');

/** As it is signed; the server refuses what is written otherwise. */
export const clean = (text: string): string =>
  text
    .normalize('NFC')
    .replace(KEPT, '$1')
    .normalize('NFC')
    .replace(/(\p{M}{30})\p{M}+/gu, '$1');

/** A single line without blanks around it, as the server demands it of a name; empty if nothing of it can be seen. */
export const cleanName = (text: string): string => {
  const name = clean(text).replace(KEPT_IN_NAMES, '$1').normalize('NFC').trim();
  return /[^\p{M}\p{Z}]/u.test(name) ? name : '';
};

/** JSON whose texts are as they are signed. */
export const cleanJson = (value: object): string =>
  JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'string' ? clean(inner) : inner));
