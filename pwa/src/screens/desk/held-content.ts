// What a held move or change says, argument by argument; what has no word for people is left out.
import { isTextKey, t } from '../../i18n';
import type { Fact } from '../../ui/types';
import type { HeldContent } from '../../wire/wire';
import { momentText, roleWord } from '../hazards/words';

const PEOPLE = ['owner', 'supervisor', 'person'];

export type Named = ReadonlyMap<string, string>;

/** `people` = names by id, of this school. */
export function argumentsOf({ args }: HeldContent, people: Named): Fact[] {
  return Object.entries(args).flatMap(([key, value]) => {
    const label = `held.arg.${key}`;
    const words = wordsOf(key, value, people);
    return isTextKey(label) && words !== '' ? [{ label: t(label), value: words }] : [];
  });
}

function wordsOf(key: string, value: unknown, people: Named): string {
  if (typeof value === 'number') return key.endsWith('_ms') ? momentText(value) : String(value);
  if (typeof value === 'string') return textOf(key, value, people);
  if (key === 'roles' && Array.isArray(value)) return value.map(String).map(roleWord).join('、');
  if (key === 'photos' && Array.isArray(value) && value.length > 0) {
    return t('receipt.sheets', { n: value.length });
  }
  if (key === 'presence' && typeof value === 'object' && value !== null && 'way' in value) {
    return wordIn(`presence.${String(value.way)}`);
  }
  return '';
}

function textOf(key: string, text: string, people: Named): string {
  if (key === 'grade') return wordIn(`grade.${text}`);
  if (key === 'role') return roleWord(text);
  return PEOPLE.includes(key) ? (people.get(text) ?? t('held.stranger')) : text.trim();
}

const wordIn = (key: string): string => (isTextKey(key) ? t(key) : '');

/** How many photos are named and have not come. */
export function photosAway({ inspection, args }: HeldContent): number {
  if (inspection) return inspection.missing.length;
  return Array.isArray(args['photos']) ? args['photos'].length : 0;
}
