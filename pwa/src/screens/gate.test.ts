// Promises of the lock: a screen left alone does not stay open.
// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest';
import { isOpen } from '../store/account';
import { somebody, wipePhone } from '../testing/phone';
import { gate, openGate, UNTOUCHED_MS } from './gate';

const MINUTE_MS = 60_000;

beforeEach(async () => {
  await wipePhone();
});

test('a desk that nobody touches locks itself, one in use stays open', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'Date'] });
  const account = await somebody();
  await openGate();
  gate.value = { phase: 'open', account: account.id };

  await vi.advanceTimersByTimeAsync(UNTOUCHED_MS);
  document.dispatchEvent(new Event('pointerdown'));
  await vi.advanceTimersByTimeAsync(UNTOUCHED_MS - MINUTE_MS);
  expect(isOpen()).toBe(true);

  await vi.advanceTimersByTimeAsync(3 * MINUTE_MS);
  await vi.waitFor(() => {
    expect(isOpen()).toBe(false);
  });
  expect(gate.value.phase).toBe('locked');
  vi.useRealTimers();
});
