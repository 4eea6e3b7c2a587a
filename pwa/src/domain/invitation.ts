// The one-time code of an invitation, scanned or typed: the twin of `server/anxun/accounts/rules.py`.

const LENGTH = 12;
const LINK = /^\s*https?:\/\/[^\s/?#]+(?:\/[^\s?#]*)?\/e[#/]([0-9A-Za-z-]{12,14})\s*$/;
const ALPHABET = /^[0-9A-HJKMNP-TV-Z]+$/;

/** The code in a scanned link, in an address's fragment or typed; nothing if it is not one. */
export function invitationIn(text: string): string | null {
  // NFKC turns the full-width letters of a Chinese keyboard into plain ones.
  const code = (LINK.exec(text)?.[1] ?? text)
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s-]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  return code.length === LENGTH && ALPHABET.test(code) ? code : null;
}
