// How sure an item's ground is, in the words of whoever inspects: the letters are our fact base's own.
import type { Basis } from '../../domain/checklist';
import { t } from '../../i18n';
import { said } from '../words';

// The letter of a part such as `E E12`: excerpt, practice, superiors. V shows in the basis itself.
const WORDS = { E: 'item.excerpt', F: 'item.practice', S: 'item.superiors' } as const;

export function groundOf(basis: readonly Basis[], mark: string): string {
  const letters = mark.split(';').map((part) => part.trim().charAt(0));
  const words = Object.entries(WORDS).flatMap(([letter, key]) =>
    letters.includes(letter) ? [t(key)] : [],
  );
  const unread = words.join('、') || t('item.unverified');
  return basis
    .map(({ text, verified }) =>
      t('item.labelled', { name: said(text), more: verified ? t('item.verified') : unread }),
    )
    .join('；');
}
