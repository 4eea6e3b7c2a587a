// Several people on one phone: enrolment, PIN, switching, and each one's queue under their own name.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isOpen, makeCurrent, readKv } from '../store/account';
import { changeAccount } from '../store/accounts';
import { outbox, outboxOf } from '../store/outbox';
import { makePin } from '../store/pin';
import { statusOf } from '../store/status';
import { syncOnce } from '../sync/loop';
import { FakeServer, problem, unreachable } from '../testing/network';
import { SCHOOL, somebody, wipePhone } from '../testing/phone';
import { enqueue } from './enqueue';
import { enrol } from './enrol';
import { leaveAccount } from './leave-account';
import { lockScreen, openRecent } from './lock';
import { accountsHere, openApp } from './switch-account';
import { unlock } from './unlock';

let server: FakeServer;

beforeEach(async () => {
  await wipePhone();
  server = new FakeServer();
  vi.stubGlobal('fetch', server.fetch);
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function start(hazard: string) {
  return await enqueue('hazard.start', SCHOOL.id, { hazard, seen: 1 });
}

function meAs(person: string, device = 'device-1') {
  return {
    person,
    name: '李某',
    roles: ['inspector'],
    organisation: SCHOOL,
    device,
    server_ms: Date.now(),
  };
}

test('enrolment makes a key, an account and an open app', async () => {
  server.me = meAs('person-1');

  const account = await enrol({ code: 'ABC', pin: '135790', deviceName: '红米' });

  expect(await openApp()).toMatchObject({ id: account.id, name: '李某' });
  expect((await readKv(account.database, 'device'))?.device).toBe(account.device);
  expect(await accountsHere()).toHaveLength(1);
});

test('an enrolment whose reply was lost is tried again with the same device and key', async () => {
  const asked: string[] = [];
  const note = async (request: Request) => {
    asked.push(await request.clone().text());
  };
  server.faults.push(
    async (request) => {
      await note(request);
      return unreachable();
    },
    async (request, url) => {
      await note(request);
      return await server.answer(request, url);
    },
  );
  server.me = meAs('person-1');

  await expect(enrol({ code: 'ABC', pin: '135790', deviceName: '红米' })).rejects.toMatchObject({
    status: 0,
  });
  await enrol({ code: 'ABC', pin: '135790', deviceName: '红米' });

  expect(asked).toHaveLength(2);
  expect(asked[0]).toBe(asked[1]);
});

test('five wrong PINs close the account for a growing time, the right one opens it offline', async () => {
  const account = await somebody();
  await changeAccount(account.id, { pin: await makePin('135790') });
  await leaveAccount();
  server.faults.push(unreachable);

  const tries = [];
  for (let n = 0; n < 5; n += 1) tries.push(await unlock(account.id, '000000'));
  const early = await unlock(account.id, '135790');
  await changeAccount(account.id, { locked_until_ms: 0 });
  const sixth = await unlock(account.id, '000000');
  await changeAccount(account.id, { locked_until_ms: 0 });
  const right = await unlock(account.id, '135790');

  expect(tries.slice(0, 4)).toEqual([{ wrong: 4 }, { wrong: 3 }, { wrong: 2 }, { wrong: 1 }]);
  expect(tries[4]).toEqual({ wait_ms: 30_000 });
  expect(early).toHaveProperty('wait_ms');
  expect(sixth).toEqual({ wait_ms: 60_000 });
  expect(right).toHaveProperty('opened.id', account.id);
});

test('the queue of who left the phone is sent under their own name while another works', async () => {
  const anna = await somebody('甲');
  const annas = (await start('h1')).id;
  await leaveAccount();
  const boris = await somebody('乙');
  const boriss = (await start('h2')).id;
  server.me = meAs(boris.person, boris.device);

  await syncOnce(boris, { force: false, pull: true });

  expect(server.bodies.map((body) => [body.id, body.person])).toEqual([
    [boriss, boris.person],
    [annas, anna.person],
  ]);
  expect(await outboxOf(anna.database)).toEqual([]);
});

test('who opens the phone sees only their own queue', async () => {
  await somebody('甲');
  await start('h1');
  await somebody('乙');

  expect(await outbox()).toEqual([]);
});

test('an account that is left opens no more by itself', async () => {
  await somebody();

  await leaveAccount();

  expect(isOpen()).toBe(false);
  expect(await openApp()).toBeNull();
  await expect(start('h1')).rejects.toMatchObject({ code: 'account.locked' });
});

test('a reload opens what was just in use, but nothing that was locked', async () => {
  const account = await somebody();
  makeCurrent(null);
  expect(await openRecent()).toMatchObject({ id: account.id });

  await lockScreen();

  expect(isOpen()).toBe(false);
  expect(await openRecent()).toBeNull();
  expect((await accountsHere()).map(({ id }) => id)).toEqual([account.id]);
});

test('a cookie of somebody else is not used: the device key signs in first', async () => {
  const account = await somebody();
  server.me = meAs('another-person', 'another-device');
  server.faults.push((request, url) => server.answer(request, url));

  await syncOnce(account, { force: false, pull: true });

  const paths = server.asked.map((asked) => asked.path);
  expect(paths.slice(0, 3)).toEqual([
    '/api/session',
    '/api/session/challenge',
    '/api/session/sign-in',
  ]);
  expect(paths.indexOf('/api/sync/pull')).toBeGreaterThan(2);
});

test('without a session work is still sent, and the strip says signed out', async () => {
  const account = await somebody();
  const { id } = await start('h1');
  server.faults.push(
    (request, url) => server.answer(request, url),
    () => problem(401, 'session.none'),
    () => problem(401, 'session.device_revoked'),
  );

  await syncOnce(account, { force: false, pull: true });

  expect(server.bodies.map((body) => body.id)).toEqual([id]);
  expect(await statusOf(account.database)).toMatchObject({
    signed_out: true,
    only_here: 0,
    state: 'received',
  });
});

test('offline the strip counts what is only here and since when', async () => {
  const account = await somebody();
  const { wall_ms } = await start('h1');
  server.faults.push(unreachable, unreachable, unreachable);

  await syncOnce(account, { force: false, pull: true });

  expect(await statusOf(account.database)).toMatchObject({
    state: 'offline',
    only_here: 1,
    oldest_ms: wall_ms,
  });
});

test('the key stays with its account: nobody signs while none is open', async () => {
  const account = await somebody();
  makeCurrent(null);

  await expect(start('h1')).rejects.toMatchObject({ code: 'account.locked' });

  expect(await outboxOf(account.database)).toEqual([]);
});
