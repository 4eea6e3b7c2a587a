// What went wrong, in the reader's words: the phone's own codes and those the server explains itself.
import { shallowRef } from 'vue';
import { isTextKey, phoneTexts, t } from '../i18n';
import { allIcons } from '../ui/icons';
import type { Words } from '../wire/wire';
import { said } from './words';

const server = shallowRef<Record<string, Words>>({});

/** And all signs: for every screen beside the way to a filled form, where only the phone can have a problem. */
export async function allWords(): Promise<void> {
  // A server that has refused something was reached, so its words have had a way to this phone too.
  void import('../wire/problems.json').then(
    (explained) => {
      server.value = explained.default;
    },
    () => undefined,
  );
  await Promise.all([phoneTexts(), allIcons()]);
}

/** With the code itself where we have no words for it: better than silence for who helps. */
export function problemText(code: string | null): string {
  if (code === null) return t('problem.unexplained');
  const key = `problem.${code}`;
  if (isTextKey(key)) return t(key);
  const words = server.value[code];
  return words ? said(words) : t('problem.unknown', { code });
}

/** Ours carry a dotted code; anything else is a mistake of the app and goes on upwards. */
export function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : null;
  if (typeof code !== 'string') throw error;
  return code;
}

export const problemOf = (error: unknown): string => problemText(codeOf(error));
