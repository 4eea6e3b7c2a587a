// What went wrong, in the reader's words: from the phone's codes and the server's.
import { isTextKey, t } from '../i18n';

/** The code itself where we have no words for it: better than silence for who helps. */
export function problemText(code: string | null): string {
  if (code === null) return t('problem.unexplained');
  const key = `problem.${code}`;
  return isTextKey(key) ? t(key) : t('problem.unknown', { code });
}

/** Ours carry a dotted code; anything else is a mistake of the app and goes on upwards. */
export function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : null;
  if (typeof code !== 'string') throw error;
  return code;
}

export const problemOf = (error: unknown): string => problemText(codeOf(error));
