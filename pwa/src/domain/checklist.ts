// A checklist as the server gives it: the YAML file as JSON, what has its default left off.

export interface Text {
  zh: string;
  en: string;
}

export type Grade = 'general' | 'larger' | 'major';

export interface Checklist {
  id: string;
  version: number;
  title: Text;
  location_types: string[];
  frequency:
    | 'night_2h'
    | 'daily'
    | 'per_meal'
    | 'per_use'
    | 'weekly'
    | 'monthly'
    | 'quarterly'
    | 'termly'
    | 'yearly'
    | 'seasonal';
  frequency_text: Text;
  checker: Text;
  roles: (
    'inspector' | 'kitchen_manager' | 'staff' | 'safety_office' | 'vice_principal' | 'principal'
  )[];
  minutes: number;
  sections: Section[];
  slots?: Slot[];
}

/**
 * A due time of the day, `HH:MM` by the school's clock; what `only` names is asked then and at no other time, and
 * where no pupil sleeps nobody is reminded of what is for `boarding` schools.
 */
export interface Slot {
  key: string;
  name: Text;
  begins: string;
  ends: string;
  only?: string[];
  boarding?: boolean;
}

export interface Section {
  key: string;
  title: Text;
  items: Item[];
  repeat?: Repeat;
}

/** Answered once a row, each one of what `row` says; the names of restricted rows, who are people, travel apart. */
export interface Repeat {
  row: Text;
  max: number;
  /** Left off = 1. */
  min?: 0;
  restricted?: boolean;
}

export interface Item {
  key: string;
  number: number;
  text: Text;
  fields: Field[];
  photo: 'never' | 'on_fail' | 'always';
  grade?: Grade;
  fix_on_spot?: boolean;
  deadline?: Deadline;
  basis: Basis[];
  frequency_text?: Text;
  mark: string;
  derived_later?: boolean;
}

/** `n` counts hours or days; 0 days is the end of the same day. */
export interface Deadline {
  kind: 'at_once' | 'hours' | 'days' | 'until_done';
  n?: number;
  text: Text;
}

export interface Basis {
  text: Text;
  verified: boolean;
  valid_from?: string;
  valid_to?: string;
}

interface Named {
  key: string;
  label?: Text;
  /** Left off = required. An item whose fields are all optional may not apply at all. */
  required?: boolean;
}

export interface PassFailField extends Named {
  type: 'pass_fail';
  fail_when: { not_pass: boolean };
}

/** Exactly one of the three; a value on the bound is still good. */
export interface NumberRule {
  outside?: { min: number; max: number };
  above?: { max: number };
  below?: { min: number };
}

export interface NumberField extends Named {
  type: 'number';
  /** The first of these numbers of the same item less all others: computed here, and all are filled in, or none. */
  difference_of?: string[];
  /** As many as the rows of this section. */
  rows_of?: string;
  unit?: string;
  /** Left off = 1, a whole number. */
  step?: number;
  fail_when?: NumberRule;
}

export interface DateField extends Named {
  type: 'date';
  fail_when?: { expired: boolean };
}

export interface ChoiceField extends Named {
  type: 'choice';
  /** A grade is suggested in place of the item's; such a choice is asked for once the item fails. */
  options: { key: string; text: Text; grade?: Grade }[];
  many?: boolean;
  fail_when?: { any_of: string[] };
}

export interface TextField extends Named {
  type: 'text';
  max_length: number;
  /** Names people: travels in the operation's erasable part. */
  restricted?: boolean;
}

export interface SignatureField extends Named {
  type: 'signature';
  signers: 1 | 2;
}

export type Field =
  PassFailField | NumberField | DateField | ChoiceField | TextField | SignatureField;

/** Field key → `pass | fail | na`, a number, `YYYY-MM-DD`, option keys, or text; a signature has none. */
export type Values = Readonly<Record<string, unknown>>;
