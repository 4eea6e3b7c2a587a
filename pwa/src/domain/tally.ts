// How much of a checklist was really checked: what does not apply and what was left blank is not.
import type { Checklist, Item, Values } from './checklist';
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

/** What the checklist does not have is no result; without the checklist there is none at all. */
export function tally(
  form: Checklist | null,
  answers: readonly { item: string; values: Values }[],
  today: string,
): Tally {
  const items = form?.sections.flatMap((section) => section.items) ?? [];
  const results = answers.flatMap(({ item, values }) => {
    const asked = items.find(({ key }) => key === item);
    return asked ? [resultOf(asked, values, today)] : [];
  });
  const count = (wanted: Result) => results.filter((each) => each === wanted).length;
  const failed = count('fail');
  return { checked: count('pass') + failed, failed, na: count('na'), blank: count('blank') };
}
