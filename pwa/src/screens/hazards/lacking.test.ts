// Promise of a step's foot: a press for which something lacks shows what, however far up or down it stands.
// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest';
import { bringLacking } from './lacking';

const shown = vi.fn<(this: Element) => void>();

afterEach(() => {
  shown.mockReset();
});

async function lacking(content: string) {
  document.body.innerHTML = `<main>${content}</main>`;
  vi.spyOn(Element.prototype, 'scrollIntoView').mockImplementation(function (this: Element) {
    shown.call(this);
  });
  await bringLacking();
  return [shown.mock.contexts.map((element) => element.id), document.activeElement?.id];
}

const field = (id: string) =>
  `<input id="${id}" aria-describedby="${id}-more" /><p id="${id}-more" role="alert">!</p>`;

test('the first that lacks is shown and its field gets the focus', async () => {
  expect(await lacking(`<input id="whole" />${field('date')}${field('reason')}`)).toEqual([
    ...[['date-more'], 'date'],
  ]);
});

test('a photo that lacks is shown though it has no field', async () => {
  const [seen] = await lacking('<p role="alert">!</p>');

  expect(seen).toEqual(['']);
});

test('where nothing lacks the page stays', async () => {
  expect((await lacking('<input id="whole" />'))[0]).toEqual([]);
});
