// Two people take turns on one phone, online and not, in fifty orders: each one's work stays theirs and arrives once.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeCurrent, type Account } from '../store/account';
import { setLastAccount } from '../store/accounts';
import { bodyOf, outbox, outboxOf } from '../store/outbox';
import { syncOnce } from '../sync/loop';
import { diceOf } from '../testing/dice';
import { FakeServer, unreachable } from '../testing/network';
import { SCHOOL, somebody, wipePhone } from '../testing/phone';
import { enqueue } from './enqueue';
import { leaveAccount } from './leave-account';
import { openApp } from './switch-account';

const ORDERS = 50;
const STEPS = 30;

beforeEach(wipePhone);

afterEach(() => {
  vi.unstubAllGlobals();
});

async function open(account: Account): Promise<void> {
  await leaveAccount();
  await setLastAccount(account.id);
  await openApp();
}

/** Who did what, by operation, after so many steps of chance. */
async function takenTurns(seed: number, server: FakeServer): Promise<Map<string, string>> {
  const dice = diceOf(seed);
  const accounts = [await somebody('甲'), await somebody('乙')] as const;
  const did = new Map<string, string>();
  let isOnline = true;
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) =>
    isOnline ? server.fetch(path, init) : unreachable(),
  );
  let now: Account = accounts[1];
  for (let step = 0; step < STEPS; step += 1) {
    const chance = dice();
    if (chance < 0.4) {
      const { id } = await enqueue('hazard.start', SCHOOL.id, { hazard: `h${step}`, seen: 1 });
      did.set(id, now.person);
    } else if (chance < 0.6) {
      now = now === accounts[0] ? accounts[1] : accounts[0];
      await open(now);
    } else if (chance < 0.8) {
      isOnline = !isOnline;
    } else {
      await syncOnce(now, { force: dice() < 0.5, pull: false });
    }
    const shown = (await outbox()).map((entry) => bodyOf(entry).person);
    expect(new Set([...shown, now.person])).toEqual(new Set([now.person]));
  }
  isOnline = true;
  await syncOnce(now, { force: true, pull: false });
  for (const { database } of accounts) expect(await outboxOf(database)).toEqual([]);
  return did;
}

test('two people take turns on one phone in fifty orders: each one’s work is theirs, unseen by the other, and arrives once', async ({
  task,
}) => {
  for (let seed = 1; seed <= ORDERS; seed += 1) {
    await wipePhone();
    const server = new FakeServer();
    const did = await takenTurns(seed, server);
    const arrived = server.bodies.map(({ id, person }) => [id, person] as const);
    expect(new Map(arrived), `order ${seed}`).toEqual(did);
    expect(arrived).toHaveLength(did.size);
    makeCurrent(null);
  }
  Object.assign(task.meta, { n: `${ORDERS} orders` });
}, 120_000);
