// What is written down is what is read: each letter in one way, and none that nobody sees (`core/wire.py`).

// They come along when something is copied. Behind a picture, and nowhere else, some stay: they join and colour it.
const KEPT =
  /([\u2190-\u27ff\u2801-\u2bff\u{1f000}-\u{1faff}]\ufe0f?\u200d?)|[\p{DI}\u2800\ufff9-\ufffb]|(?![\t\n\r])\p{Cc}|\p{Cs}/gu;

/** As it is signed; the server refuses what is written otherwise. */
export const clean = (text: string): string => text.replace(KEPT, '$1').normalize('NFC');

/** A single line without blanks around it, as the server demands it of a name. */
export const cleanName = (text: string): string =>
  clean(text)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufe0f]/gu, '')
    .trim();

/** JSON whose texts are as they are signed. */
export const cleanJson = (value: object): string =>
  JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'string' ? clean(inner) : inner));
