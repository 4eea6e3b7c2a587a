// A photo of a hazard as it is shown: with its words, and with what took it.
import { t } from '../../i18n';
import type { Picture } from '../../ui/types';
import type { HazardRow } from '../../wire/wire';
import { sourceOf } from './photos';
import { titleOf } from './words';

/** Null until its address is known. */
export function pictureOf(
  row: HazardRow,
  { hash, url, which, caption }: { hash: string; url?: string; which: string; caption: string },
): Picture | null {
  if (!url) return null;
  const alt = t('hazard.photoAlt', { which, what: titleOf(row) });
  const plain = { id: hash, url, alt, caption, absent: t('hazard.photoAbsent') };
  const capture = row.captures[hash];
  return capture ? { ...plain, source: sourceOf(capture) } : plain;
}
