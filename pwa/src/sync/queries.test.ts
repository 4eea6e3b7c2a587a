// The lists of a desk are of who is in front of it, whoever the browser's cookie belongs to.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeServer, json, problem } from '../testing/network';
import { somebody, wipePhone } from '../testing/phone';
import { hazardCounts } from './queries';

let server: FakeServer;

beforeEach(async () => {
  await wipePhone();
  server = new FakeServer();
  vi.stubGlobal('fetch', server.fetch);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

test('a list says whose it is to be, and signs in when the cookie is somebody else’s', async () => {
  const account = await somebody();
  const asked: (string | null)[] = [];
  server.me = { device: account.device, name: '李某', roles: [], organisation: {} };
  server.faults.push(
    (request) => {
      asked.push(request.headers.get('Anxun-Device'));
      return problem(401, 'session.none');
    },
    () => problem(401, 'session.none'),
    (request, url) => server.answer(request, url),
    (request, url) => server.answer(request, url),
    () => json({ open: 3 }),
  );

  expect(await hazardCounts()).toEqual({ open: 3 });

  expect(asked).toEqual([account.device]);
  expect(server.asked.map(({ path }) => path)).toContain('/api/session/sign-in');
});
