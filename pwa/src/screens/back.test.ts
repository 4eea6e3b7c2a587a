// Promises of the way back: a list that is read a moment later still comes back to where it was.
// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { beginAtTop, comeBackTo, tallEnough } from './back';

let height = 0;

beforeEach(() => {
  vi.useFakeTimers();
  height = 0;
  vi.spyOn(document.documentElement, 'scrollHeight', 'get').mockImplementation(() => height);
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

async function isOver(promise: Promise<void>): Promise<() => boolean> {
  let over = false;
  void promise.then(() => {
    over = true;
  });
  await vi.advanceTimersByTimeAsync(0);
  return () => over;
}

test('scrolling waits until the list is there', async () => {
  const over = await isOver(tallEnough(500));
  await vi.advanceTimersByTimeAsync(200);
  expect(over()).toBe(false);

  height = 500 + window.innerHeight;
  await vi.advanceTimersByTimeAsync(50);

  expect(over()).toBe(true);
});

test('a list that became shorter is not waited for', async () => {
  const over = await isOver(tallEnough(500));

  await vi.advanceTimersByTimeAsync(1100);

  expect(over()).toBe(true);
});

test('a page begins where it was left, and at its top once it was changed from elsewhere', () => {
  expect(comeBackTo(700)).toBe(700);

  beginAtTop();

  expect(comeBackTo(700)).toBe(0);
  expect(comeBackTo(700)).toBe(700);
});
