// How much of a checklist was really checked: what does not apply and what was left blank is not.
import type { Item, Values } from './checklist';
import { hasValue, judge } from './judge';

export type Result = 'pass' | 'fail' | 'na' | 'blank';

export interface Tally {
  checked: number;
  failed: number;
  na: number;
  blank: number;
}

/** An item that may be left out and was is judged not to apply; a person reads that nobody looked. */
export function resultOf(item: Item, values: Values, today: string): Result {
  const { verdict } = judge(item, values, today);
  if (verdict === 'pass' || verdict === 'fail') return verdict;
  const isAnswered = item.fields.some((field) => hasValue(field, values[field.key]));
  return verdict === 'na' && isAnswered ? 'na' : 'blank';
}

export function tally(
  items: readonly Item[],
  valuesOf: (item: string) => Values,
  today: string,
): Tally {
  const results = items.map((item) => resultOf(item, valuesOf(item.key), today));
  const count = (wanted: Result) => results.filter((each) => each === wanted).length;
  const failed = count('fail');
  return { checked: count('pass') + failed, failed, na: count('na'), blank: count('blank') };
}
