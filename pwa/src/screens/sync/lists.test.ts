// Promises of the sync centre's lists: received is what the server has whole, and nothing that is held.
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { keepPhoto } from '../../actions/keep-photo';
import { moveHazard } from '../../actions/move-hazard';
import { allTexts } from '../../i18n';
import type { Account } from '../../store/account';
import { flush } from '../../sync/flush';
import { FakeServer } from '../../testing/network';
import { SCHOOL, somebody, wipePhone } from '../../testing/phone';
import { lists } from './lists';

let server: FakeServer;
let account: Account;

beforeAll(allTexts);

beforeEach(async () => {
  await wipePhone();
  server = new FakeServer();
  vi.stubGlobal('fetch', server.fetch);
  account = await somebody();
});

afterEach(() => {
  vi.unstubAllGlobals();
});

const row = { id: 'h1', version: 1, organisation: SCHOOL.id };

async function held(photos: boolean) {
  const taken = { width: 4, height: 3, capture: 'live', taken_ms: 1 } as const;
  const { id } = photos
    ? await moveHazard(row, 'rectify', {
        note: '',
        photos: [await keepPhoto({ bytes: new Uint8Array(9).buffer, ...taken })],
      })
    : await moveHazard(row, 'start', {});
  server.verdicts.set(id, { verdict: 'held', code: 'op.device_lost' });
  await flush(account.database);
  return id;
}

test('what is held waits, with its photos on this phone, until it is released', async () => {
  const id = await held(true);
  const waiting = await lists();

  expect(waiting.received).toEqual([]);
  expect(waiting.waiting[0]?.meta).toContain('等安全办放行 · 照片 1 张还在本机');
  expect(waiting.hasUnsent).toBe(true);

  server.release(id, 'applied');
  await flush(account.database, true);

  expect(await lists()).toMatchObject({ waiting: [], received: [{ id }], hasUnsent: false });
});

test('a held one without photos leaves nothing to rescue', async () => {
  await held(false);

  expect(await lists()).toMatchObject({ received: [], hasUnsent: false, waiting: [{ total: 0 }] });
});
