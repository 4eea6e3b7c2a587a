// The mirror forgets what no round and no step needs any more; the server has it all.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pull } from '../sync/pull';
import { FakeServer } from '../testing/network';
import { SCHOOL, somebody, wipePhone } from '../testing/phone';
import type { Account } from './account';
import { forgetOld } from './forgetting';
import { inspections, points, rows } from './mirror';

const DAY_MS = 86_400_000;
const NOW = Date.parse('2026-11-22T09:00:00+08:00');
let server: FakeServer;
let account: Account;

beforeEach(async () => {
  await wipePhone();
  server = new FakeServer();
  vi.stubGlobal('fetch', server.fetch);
  account = await somebody();
});

afterEach(() => {
  vi.unstubAllGlobals();
});

const ago = (days: number) => NOW - days * DAY_MS;
const row = (kind: string, id: string, data: object) => ({
  ...{ kind, id, seq: 1, gone: false },
  data: { id, organisation: SCHOOL.id, ...data },
});
const inspection = (id: string, captured_ms: number) => row('inspection', id, { captured_ms });
const hazard = (id: string, state: string, closed_ms: number) =>
  row('hazard', id, {
    ...{ state, found_ms: ago(200), struck_off_ms: state === 'struck_off' ? closed_ms : null },
    events: [{ captured_ms: closed_ms }],
  });

test('inspections go after 14 days, closed hazards after 30; what is open stays', async () => {
  server.pages = [
    {
      rows: [
        row('point', 'p1', { position: 1 }),
        inspection('old', ago(15)),
        inspection('new', ago(13)),
        hazard('open', 'assigned', ago(90)),
        hazard('struck', 'struck_off', ago(31)),
        hazard('fresh', 'struck_off', ago(29)),
        hazard('void', 'void', ago(31)),
      ],
    },
  ];
  await pull(account);

  await forgetOld(account.database, NOW);

  expect((await inspections()).map(({ id }) => id)).toEqual(['new']);
  expect((await rows('hazard')).map(({ id }) => id)).toEqual(['fresh', 'open']);
  expect(await points()).toHaveLength(1);
});
