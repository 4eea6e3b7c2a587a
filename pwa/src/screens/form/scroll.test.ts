// Promises of jumping to an item: it lands under the head while the head is in sight, at the top once it is not.
// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest';
import { bringUp } from './scroll';

const at = (element: Element, top: number, bottom: number) =>
  vi
    .spyOn(element, 'getBoundingClientRect')
    .mockReturnValue(new DOMRect(0, top, 360, bottom - top));

function page(headTop: number, headBottom: number) {
  document.body.innerHTML = '<header></header><article id="item-exits"></article>';
  const [head, item] = [document.querySelector('header'), document.getElementById('item-exits')];
  if (!head || !item) throw new Error('the page was not drawn');
  at(head, headTop, headBottom);
  at(item, 900, 1100);
  return vi.spyOn(window, 'scrollBy').mockImplementation(() => undefined);
}

afterEach(() => vi.restoreAllMocks());

test('an item comes to just under the pinned head', () => {
  const scrolled = page(0, 180);
  bringUp('item-exits');
  expect(scrolled).toHaveBeenCalledWith({ top: 900 - 180 - 10 });
});

test('an item comes to the top when large letters let the head scroll away', () => {
  const scrolled = page(-600, -420);
  bringUp('item-exits');
  expect(scrolled).toHaveBeenCalledWith({ top: 900 - 10 });
});
