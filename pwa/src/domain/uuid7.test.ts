// Ids stay in the order of their birth whatever the clock does.
import { expect, test } from 'vitest';
import { uuid7 } from './uuid7';

test('an id is a UUID of version 7 that carries its time', () => {
  const at = Date.UTC(2030, 0, 1);

  const id = uuid7(at);

  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(at);
});

test('ids rise within one millisecond and when the clock goes back', () => {
  const at = Date.UTC(2031, 0, 1);
  const times = [...Array.from({ length: 9000 }, () => at), at - 3_600_000, 5, at + 1];

  const ids = times.map((time) => uuid7(time));

  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual(ids);
});
