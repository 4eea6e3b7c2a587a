// @vitest-environment happy-dom
// Promise of a page that is left: no transaction of it sleeps with it, and nothing that was said to be kept is lost.
import { beforeEach, expect, test } from 'vitest';
import { somebody, wipePhone } from '../testing/phone';
import { readKv, writeKv, type AccountDatabase } from './account';

let database: AccountDatabase;

beforeEach(async () => {
  await wipePhone();
  ({ database } = await somebody());
});

const page = (kind: 'pagehide' | 'pageshow') =>
  window.dispatchEvent(Object.assign(new Event(kind), { persisted: true }));

test('what is interrupted by leaving is done again by the page that comes back, however often', async () => {
  let tries = 0;
  const kept = database.write(['kv'], async (tx) => {
    tries += 1;
    const before = await tx.objectStore('kv').get('heartbeat');
    // Left between the question and the answer.
    if (tries <= 2) page('pagehide');
    await tx.objectStore('kv').put(Number(before ?? 0) + 5, 'heartbeat');
  });
  await expect(Promise.race([kept, later()])).resolves.toBe('later');
  page('pageshow');
  await expect(Promise.race([kept, later()])).resolves.toBe('later');

  page('pageshow');
  await kept;

  expect(tries).toBe(3);
  expect(await readKv(database, 'heartbeat')).toBe(5);
});

test('nothing is begun by a page that was left, but one last row is kept', async () => {
  page('pagehide');

  await writeKv(database, 'heartbeat', 7);
  const asked = readKv(database, 'heartbeat');

  await expect(Promise.race([asked, later()])).resolves.toBe('later');
  page('pageshow');
  expect(await asked).toBe(7);
});

async function later(): Promise<string> {
  return await new Promise((resolve) => setTimeout(resolve, 60, 'later'));
}
