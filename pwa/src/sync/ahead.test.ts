// A hazard that waits for somebody is seen with its pictures where there is no network.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeServer } from '../testing/network';
import { SCHOOL, somebody, wipePhone } from '../testing/phone';
import type { Role } from '../wire/wire';
import { fetchAhead } from './ahead';
import { pull } from './pull';

let asked: { path: string; cache: RequestCache | undefined }[] = [];

beforeEach(wipePhone);

afterEach(() => {
  vi.unstubAllGlobals();
});

const HAZARD = {
  ...{ id: 'h1', organisation: SCHOOL.id, state: 'rechecked', version: 5, grade: 'general' },
  ...{ finder: 'p1', owner: 'p2', supervisor: 'p3', rectifiers: [], missing: [], events: [] },
  ...{ deadline_ms: null, found_ms: 1, void_asked_by: null, before: ['b1'], after: ['a1'] },
};

/** Somebody of this role, whose phone has the hazard; what is fetched from then on is noted. */
async function withHazard(role: Role) {
  const account = await somebody('陈校长', [role]);
  const facts = { id: account.person, organisation: SCHOOL.id, name: '陈校长', left: false };
  const server = new FakeServer();
  const row = (kind: string, data: { id: string }) => ({
    ...{ kind, id: data.id, seq: 1, gone: false, data },
  });
  server.pages = [
    { rows: [row('person', { ...facts, roles: [role] } as never), row('hazard', HAZARD)] },
  ];
  vi.stubGlobal('fetch', server.fetch);
  await pull(account);
  asked = [];
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) => {
    asked.push({ path, cache: init?.cache });
    return Promise.resolve(new Response('picture'));
  });
  return account;
}

test('the pictures of a hazard that waits for this person are kept by the browser, each once', async () => {
  const account = await withHazard('principal');

  await fetchAhead(account);
  await fetchAhead(account);

  const address = (hash: string) => `/api/blobs/${hash}?for=${account.device}&thumb`;
  expect(asked).toEqual([
    { path: address('b1'), cache: 'default' },
    { path: address('a1'), cache: 'default' },
  ]);
});

test('what waits for others costs this phone nothing', async () => {
  const account = await withHazard('inspector');

  await fetchAhead(account);

  expect(asked).toEqual([]);
});
