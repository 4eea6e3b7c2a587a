// The shared cases: the phone knows which due time a form is for, and what it asks then, exactly as the server does.
import { expect, test } from 'vitest';
import shared from '../../../tests/shared/slots.json';
import { checklistOf } from '../testing/checklist';
import { timeIn } from './clock';
import type { Checklist } from './checklist';
import { askedAt, dueOf, slotAt } from './slots';

const whole = checklistOf({ key: 'x', photo: 'never', fields: [] });
const items = whole.sections.flatMap((section) => section.items);
const daily: Checklist = {
  ...whole,
  sections: shared.items.map((key) => ({
    ...{ key, title: whole.title },
    items: items.map((item) => ({ ...item, key })),
  })),
};

test.each(shared.cases)('$name', ({ slots, at, tz, slot, asked }) => {
  const due = slots === 'meals' ? shared.meals : shared.shifts;
  const time = timeIn(tz, Date.parse(at));

  const form = askedAt({ ...daily, slots: due }, time);

  const keys = form.sections.flatMap((section) => section.items.map(({ key }) => key));
  expect(slotAt(due, time)?.key).toBe(slot);
  expect(keys).toEqual(asked ?? keys);
});

test.each([
  ['00:03', ''],
  ['04:59', ''],
  ['05:00', 'breakfast'],
  ['06:00', 'breakfast'],
  ['23:50', 'dinner'],
])('a form begun at %s ticks no meal hours early: "%s"', (time, slot) => {
  const at_ms = Date.parse(`2026-11-22T${time}:00+08:00`);

  expect(dueOf({ ...daily, slots: shared.meals }, 'Asia/Shanghai', at_ms)).toBe(
    `2026-11-22 ${slot}`,
  );
});

test('two forms are for one due time on the same day only, and always where a list has none', () => {
  const meals = { ...daily, slots: shared.meals };
  const at = (text: string) => dueOf(meals, 'Asia/Shanghai', Date.parse(text));
  const noon = at('2026-11-22T12:00:00+08:00');

  expect(at('2026-11-22T11:00:00+08:00')).toBe(noon);
  expect(at('2026-11-22T18:00:00+08:00')).not.toBe(noon);
  expect(at('2026-11-23T12:00:00+08:00')).not.toBe(noon);
  expect(dueOf(daily, 'Asia/Shanghai', 1)).toBe(dueOf(daily, 'Asia/Shanghai', 9e11));
});
