// How bad a failed item is, as its checklist suggests: an e-bike on the stairs is another thing than a box.
import type { Field, Grade, Item, Values } from './checklist';

/** A choice that is asked for once the item fails. */
export function isGrading(field: Field): boolean {
  return field.type === 'choice' && field.options.some(({ grade }) => grade);
}

export function gradeOf(item: Item, values: Values): Grade | undefined {
  const chosen = item.fields.flatMap((field) => {
    const keys: unknown = values[field.key];
    return field.type === 'choice' && Array.isArray(keys)
      ? field.options.filter(({ key }) => keys.includes(key))
      : [];
  });
  return chosen.find(({ grade }) => grade)?.grade ?? item.grade;
}
