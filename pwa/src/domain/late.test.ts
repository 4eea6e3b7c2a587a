// Promises of lateness: counted against the first limit, whoever gave it, and only by what counted.
import { expect, test } from 'vitest';
import type { HazardEvent } from '../wire/wire';
import { doneAt, lateness } from './late';

const event = (kind: HazardEvent['kind'], captured_ms: number, limit?: number, applied = true) => ({
  ...{ kind, captured_ms, applied },
  data: limit === undefined ? {} : { deadline_ms: limit },
});
const of = (...events: ReturnType<typeof event>[]) =>
  lateness({ events, deadline_ms: null }, doneAt(events));

test('moving the limit does not make the work punctual', () => {
  expect(of(event('assign', 0, 10), event('assign', 5, 50), event('rectify', 30))).toEqual({
    ...{ late_ms: 20, postponed: 1 },
  });
});

test('what was done before the first limit is not late, however often that was moved', () => {
  expect(of(event('assign', 0, 10), event('assign', 5, 50), event('rectify', 8))).toEqual({
    ...{ late_ms: 0, postponed: 1 },
  });
});

test('a fix on the spot that was sent back is late by the limit it got then', () => {
  const events = [event('fix_on_spot', 1), event('return', 2, 10), event('rectify', 25)];

  expect(of(...events)).toEqual({ late_ms: 15, postponed: 0 });
});

test('neither an order nor a report that came too late counts', () => {
  const events = [event('assign', 0, 10), event('rectify', 8), event('rectify', 30, 99, false)];

  expect(of(...events)).toEqual({ late_ms: 0, postponed: 0 });
});
