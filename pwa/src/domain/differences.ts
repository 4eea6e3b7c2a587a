// Numbers that are the difference of others of the same item: nobody is asked to subtract.
import type { Item, NumberField, Values } from './checklist';
import { hasValue } from './judge';

/** Tenths are not exact in binary. */
const DECIMALS = 6;

/** Each difference of the item; null as long as one of its numbers is missing. */
export function differences(item: Item, values: Values): [key: string, left: number | null][] {
  return item.fields
    .filter((field) => field.type === 'number')
    .filter(({ difference_of }) => difference_of)
    .map((field) => [field.key, difference(item, field, values)]);
}

function difference(
  item: Item,
  { difference_of = [] }: NumberField,
  values: Values,
): number | null {
  const [whole, ...less] = difference_of.map((key) => {
    const field = item.fields.find((each) => each.key === key);
    return field && hasValue(field, values[key]) ? Number(values[key]) : NaN;
  });
  const left = less.reduce((rest, number) => rest - number, whole ?? NaN);
  return Number.isNaN(left) ? null : Number(left.toFixed(DECIMALS));
}

/** What is still to be filled in where one number of a difference is; the difference itself where it is not theirs. */
export function lacking(item: Item, values: Values): string[] {
  return item.fields.flatMap((field) => {
    if (field.type !== 'number' || !field.difference_of) return [];
    const keys = [field.key, ...field.difference_of];
    const open = keys.filter(
      (key) => !item.fields.some((each) => each.key === key && hasValue(each, values[key])),
    );
    if (open.length > 0) return open.length < keys.length ? open : [];
    const off = Number(values[field.key]) - (difference(item, field, values) ?? NaN);
    return Math.abs(off) < 10 ** -DECIMALS ? [] : [field.key];
  });
}
