// Judges the answers to one item, exactly as the server does in server/anxun/checklists/rules.py.
import type { Field, Item, NumberField, NumberRule, Values } from './checklist';

export interface Judgement {
  verdict: 'pass' | 'fail' | 'na' | 'open';
  failed_fields: string[];
}

/** What does not fit its field counts as not answered; “na” asks for no more and hides nothing that failed. */
export function judge(item: Item, values: Values, today: string): Judgement {
  const answerable = item.fields.filter((field) => field.type !== 'signature');
  const answered = answerable.filter((field) => hasValue(field, values[field.key]));
  const isNa = answered.some((field) => values[field.key] === 'na' && field.type === 'pass_fail');
  const failed_fields = answered
    .filter((field) => fails(field, values[field.key], today))
    .map((field) => field.key);
  if (!isNa && answerable.some((field) => field.required !== false && !answered.includes(field))) {
    return { verdict: 'open', failed_fields };
  }
  if (failed_fields.length > 0) return { verdict: 'fail', failed_fields };
  const isApplied = !isNa && (answered.length > 0 || answerable.length === 0);
  return { verdict: isApplied ? 'pass' : 'na', failed_fields };
}

/** True for a value of the field's own type; an empty text or list is no value. */
export function hasValue(field: Field, value: unknown): boolean {
  switch (field.type) {
    case 'pass_fail':
      return value === 'pass' || value === 'fail' || value === 'na';
    case 'number':
      return typeof value === 'number' && value >= lowest(field) && value < 1e12;
    case 'date':
      return typeof value === 'string' && isDay(value);
    case 'choice': {
      const chosen: unknown[] = Array.isArray(value) ? value : [];
      const fits = field.many ? chosen.length > 0 : chosen.length === 1;
      const isKnown = chosen.every((each) => field.options.some((option) => option.key === each));
      return fits && isKnown && new Set(chosen).size === chosen.length;
    }
    case 'text':
      // Counted in characters as the server counts them, not in UTF-16 units.
      return (
        typeof value === 'string' && value !== '' && Array.from(value).length <= field.max_length
      );
    case 'signature':
      return false;
  }
}

/** Nobody counts or weighs less than nothing: only degrees and a difference may lie below zero. */
export function lowest({ unit, difference_of }: NumberField): number {
  return unit === '℃' || difference_of ? 1 - 1e12 : 0;
}

function fails(field: Field, value: unknown, today: string): boolean {
  switch (field.type) {
    case 'pass_fail':
      return value === 'fail';
    case 'number':
      return typeof value === 'number' && isBeyond(field.fail_when ?? {}, value);
    case 'date':
      // Good through its last day. Both are YYYY-MM-DD, so text order is time order.
      return field.fail_when !== undefined && typeof value === 'string' && value < today;
    case 'choice': {
      const bad: readonly unknown[] = field.fail_when?.any_of ?? [];
      return Array.isArray(value) && value.some((each) => bad.includes(each));
    }
    case 'text':
    case 'signature':
      return false;
  }
}

function isBeyond({ outside, above, below }: NumberRule, value: number): boolean {
  const low = outside ?? below;
  const high = outside ?? above;
  return (low !== undefined && value < low.min) || (high !== undefined && value > high.max);
}

function isDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || value.startsWith('0000')) return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === value;
}
