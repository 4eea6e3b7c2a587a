// Which due time of the day a form is for, and what it asks then, as the server holds it in checklists/rules.py.
import type { Checklist, Slot } from './checklist';
import { dayIn, timeIn } from './clock';

/** The last one begun; before the first of the day, the first. */
export function slotAt(slots: readonly Slot[], time: string): Slot | null {
  return [...slots].reverse().find(({ begins }) => begins <= time) ?? slots[0] ?? null;
}

/** What a form asks that was begun at this local time. */
export function askedAt(checklist: Checklist, time: string): Checklist {
  const slots = checklist.slots ?? [];
  const apart = slots.flatMap(({ only }) => only ?? []);
  if (apart.length === 0) return checklist;
  const only = slotAt(slots, time)?.only;
  const sections = checklist.sections
    .map((section) => ({
      ...section,
      items: section.items.filter(({ key }) => (only ? only.includes(key) : !apart.includes(key))),
    }))
    .filter(({ items }) => items.length > 0);
  return { ...checklist, sections };
}

/** So long before the first due time of a day a form is for it already; one of the night is for none. */
const EARLY_MS = 3_600_000;

/** Two forms begun for the same due time of the same day are for one; always, where the list has none. */
export function dueOf({ slots = [] }: Checklist, tz: string, at_ms: number): string {
  const slot = slotAt(slots, timeIn(tz, at_ms));
  if (!slot) return '';
  const isFor = [at_ms, at_ms + EARLY_MS].some((ms) => slot.begins <= timeIn(tz, ms));
  return `${dayIn(tz, at_ms)} ${isFor ? slot.key : ''}`;
}
