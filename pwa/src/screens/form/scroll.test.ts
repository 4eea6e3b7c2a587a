// Promises of jumping to an item: it lands under the head while that is in sight, and what lacks there has the focus.
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

test('in an item longer than the screen the very field that lacks is brought up and focused', () => {
  const scrolled = page(0, 180);
  const item = document.getElementById('item-exits');
  if (!item) throw new Error('the page was not drawn');
  item.innerHTML = `
    <fieldset data-lack="result"><input type="radio" /></fieldset>
    <textarea data-lack="note"></textarea>
    <div><select data-lack="supervisor"></select></div>`;
  const [choice, note, select] = [...item.querySelectorAll('input, textarea, select')];
  if (!choice || !note || !select) throw new Error('the item was not drawn');
  at(choice, 240, 290);
  at(note, 300, 380);
  at(select, 1500, 1550);

  bringUp('item-exits', 'result');
  expect([document.activeElement, scrolled.mock.calls.length]).toEqual([choice, 1]);

  bringUp('item-exits', 'supervisor');
  expect(document.activeElement).toBe(select);
  expect(scrolled).toHaveBeenLastCalledWith({ top: 1500 - 180 - window.innerHeight / 4 });

  bringUp('item-exits', 'sum');
  expect(document.activeElement).toBe(select);
});
