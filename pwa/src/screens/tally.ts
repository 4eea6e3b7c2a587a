// How many items were checked, in words, and what of the checklist was not.
import type { Tally } from '../domain/tally';
import { t } from '../i18n';

/** 不适用 2 · 没填 1, or nothing. */
export function leftText({ na, blank }: Tally): string {
  const parts = [na > 0 && t('tally.na', { n: na }), blank > 0 && t('tally.blank', { n: blank })];
  return parts.filter(Boolean).join(' · ');
}

/** 12 项（不适用 2 · 没填 1） */
export function tallyText(tally: Tally): string {
  const left = leftText(tally);
  return t(left ? 'tally.some' : 'tally.all', { n: tally.checked, left });
}
