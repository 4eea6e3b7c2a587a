// Brings a part of the form to just under the pinned head, whatever the user's text size makes of it, and the very field there.

const GAP_PX = 10;
const CONTROLS = 'input, textarea, select, button';

export const elementOf = (id: string) => document.getElementById(id);

/** Where the content begins to be seen. */
export function headBottom(): number {
  return Math.max(0, document.querySelector('header')?.getBoundingClientRect().bottom ?? 0);
}

export function bringUp(id: string, field?: string): void {
  const element = elementOf(id);
  if (!element) return;
  raise(element, GAP_PX);
  const part = field ? element.querySelector(`[data-lack="${field}"]`) : null;
  const control = part?.matches(CONTROLS) ? part : part?.querySelector(CONTROLS);
  if (!(control instanceof HTMLElement)) return;
  control.focus({ preventScroll: true });
  // Far down in a long item: the field itself, with some of what stands above it.
  const above = window.innerHeight / 4;
  if (control.getBoundingClientRect().bottom > 2 * above) raise(control, above);
}

function raise(element: Element, gap: number) {
  window.scrollBy({ top: element.getBoundingClientRect().top - headBottom() - gap });
}
