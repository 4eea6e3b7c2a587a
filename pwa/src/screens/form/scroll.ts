// Brings a part of the form to just under the pinned head, whatever the user's text size makes of it.

const GAP_PX = 10;

export const elementOf = (id: string) => document.getElementById(id);

/** Where the content begins to be seen. */
export function headBottom(): number {
  return Math.max(0, document.querySelector('header')?.getBoundingClientRect().bottom ?? 0);
}

export function bringUp(id: string): void {
  const element = elementOf(id);
  if (!element) return;
  const { top } = element.getBoundingClientRect();
  window.scrollBy({ top: top - headBottom() - GAP_PX });
}
