// Numbers that must add up to another of the same item: a slip of the pen, and never a hazard.
import type { Item, NumberField, Values } from './checklist';
import { hasValue } from './judge';

/** Tenths are not exact in binary. */
const EQUAL = 1e-6;

export interface Sum {
  field: NumberField;
  /** What is still to be filled in, once it is begun. */
  lacking: string[];
  /** By how much the whole is more than its parts. */
  off: number;
}

export function sumsOf(item: Item, values: Values): Sum[] {
  return item.fields.flatMap((field) => {
    if (field.type !== 'number' || !field.sum_of) return [];
    const keys = [field.key, ...field.sum_of];
    const given = item.fields.filter(
      (each) => keys.includes(each.key) && hasValue(each, values[each.key]),
    );
    const lacking = keys.filter((key) => !given.some((each) => each.key === key));
    if (given.length === 0 || lacking.length > 0) {
      return [{ field, lacking: given.length > 0 ? lacking : [], off: 0 }];
    }
    const parts = field.sum_of.reduce((sum, key) => sum + Number(values[key]), 0);
    const off = Number(values[field.key]) - parts;
    return [{ field, lacking: [], off: Math.abs(off) > EQUAL ? off : 0 }];
  });
}
