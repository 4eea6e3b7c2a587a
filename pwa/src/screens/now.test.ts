// The time of a screen that stays open: the server's, and it moves on past midnight.
// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { effectScope } from 'vue';
import { writeKv, type Account } from '../store/account';
import { somebody, wipePhone } from '../testing/phone';
import { useDay, useNow } from './now';

const NIGHT = Date.parse('2026-11-22T23:58:30+08:00');
let account: Account;
const scope = effectScope();

beforeEach(async () => {
  await wipePhone();
  account = await somebody();
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'], now: NIGHT });
});

afterEach(() => {
  scope.stop();
  vi.useRealTimers();
});

test('a form opened before midnight judges by the new day after it', async () => {
  const day = scope.run(useDay);

  expect(day?.value).toBe('2026-11-22');
  vi.advanceTimersByTime(120_000);

  await vi.waitFor(() => {
    expect(day?.value).toBe('2026-11-23');
  });
});

test('a measured clock corrects the time that is shown already', async () => {
  const now = effectScope().run(useNow);

  await writeKv(account.database, 'skew', { skew_ms: 3_600_000, measured_ms: NIGHT });

  await vi.waitFor(() => {
    expect(now?.value).toBeGreaterThanOrEqual(NIGHT + 3_600_000);
  });
});
