// The queue against a hostile network: nothing is lost, nothing leaves without a receipt that names it.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { enqueue } from '../actions/enqueue';
import { readKv, type Account } from '../store/account';
import { outbox, sent } from '../store/outbox';
import { statusOf } from '../store/status';
import { captivePortal, FakeServer, json, problem, unreachable } from '../testing/network';
import { SCHOOL, somebody, wipePhone } from '../testing/phone';
import { push } from './push';

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

async function start(hazard = 'h1') {
  return await enqueue('hazard.start', SCHOOL.id, { hazard, seen: 1 });
}

test('what is acknowledged leaves the outbox with its receipt', async () => {
  const { id } = await start();

  await push(account.database);

  expect(await outbox()).toEqual([]);
  expect((await sent()).map((entry) => [entry.id, entry.receipt.verdict])).toEqual([
    [id, 'applied'],
  ]);
});

test('a lost reply makes the phone send again, and the server keep one', async () => {
  const { id } = await start();
  server.faults.push(async (request, url) => {
    await server.answer(request, url);
    return unreachable();
  });

  expect(await push(account.database)).toBe(false);
  expect((await outbox()).map((entry) => entry.id)).toEqual([id]);
  expect(await push(account.database, true)).toBe(true);

  expect(server.bodies.map((body) => body.id)).toEqual([id]);
  expect(await outbox()).toEqual([]);
});

test.each([
  ['the page of a captive portal', () => captivePortal()],
  ['JSON that is no receipt', () => json({ ok: true })],
  [
    'half a reply',
    () => new Response('{"receipts": [', { headers: { 'Content-Type': 'application/json' } }),
  ],
  ['a broken gateway', () => new Response('Bad Gateway', { status: 502 })],
  [
    "a proxy's refusal",
    () => new Response('<html>', { status: 403, headers: { 'Content-Type': 'text/html' } }),
  ],
  ['a redirect that fetch refuses', () => unreachable()],
])('%s changes nothing in the queue', async (_what, fault) => {
  const { id } = await start();
  server.faults.push(fault);

  expect(await push(account.database)).toBe(false);

  const [entry] = await outbox();
  expect(entry).toMatchObject({ id, state: 'queued', attempts: 1, receipt: null });
  expect(entry?.next_ms).toBeGreaterThan(Date.now());
});

test('a receipt that names another operation clears nothing', async () => {
  const { id } = await start();
  server.faults.push(() =>
    json({
      receipts: [
        { id: 'somebody-else', verdict: 'applied', code: null, missing: [], received_ms: 1 },
      ],
      upload_token: null,
      server_ms: 1,
    }),
  );

  await push(account.database);

  expect((await outbox()).map((entry) => [entry.id, entry.attempts])).toEqual([[id, 1]]);
});

test('receipts in another order still find their operations', async () => {
  const ids = [(await start('h1')).id, (await start('h2')).id, (await start('h3')).id];
  server.verdicts.set(ids[1] ?? '', { verdict: 'refused', code: 'hazard.not_yours' });
  server.faults.push(async (request, url) => {
    const reply = (await (await server.answer(request, url)).json()) as { receipts: object[] };
    return json({ ...reply, receipts: reply.receipts.reverse() });
  });

  await push(account.database);

  expect((await outbox()).map((entry) => [entry.id, entry.state, entry.code])).toEqual([
    [ids[1], 'refused', 'hazard.not_yours'],
  ]);
});

test('a busy server is asked again only when it said', async () => {
  await start();
  server.faults.push(() => problem(503, 'server.busy', { 'Retry-After': '120' }));

  await push(account.database);
  await push(account.database);

  expect(server.asked).toHaveLength(1);
  expect((await outbox())[0]?.next_ms).toBeGreaterThan(Date.now() + 110_000);
});

test('a batch that is too large is halved until it fits', async () => {
  for (let n = 0; n < 9; n += 1) await start(`h${n}`);
  server.mostOperations = 2;

  await push(account.database);

  expect(await outbox()).toEqual([]);
  expect(server.bodies.map((body) => body.device_seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('one poisoned operation among twenty is parked, and nineteen land', async () => {
  const ids: string[] = [];
  for (let n = 0; n < 20; n += 1) ids.push((await start(`h${n}`)).id);
  server.poison = ids[7] ?? null;

  await push(account.database);

  expect(server.bodies).toHaveLength(19);
  expect((await outbox()).map((entry) => [entry.id, entry.state, entry.code])).toEqual([
    [ids[7], 'refused', 'http.malformed'],
  ]);
  expect((await statusOf(account.database)).state).toBe('refused');
});

test('a refused operation stays, and is not sent again by itself', async () => {
  const { id } = await start();
  server.verdicts.set(id, { verdict: 'refused', code: 'op.signature' });

  await push(account.database);
  await push(account.database, true);

  expect(server.asked).toHaveLength(1);
  expect((await outbox())[0]).toMatchObject({ id, state: 'refused', code: 'op.signature' });
});

test('a body that the server cannot read is refused by its place in the batch', async () => {
  const [first, second] = [(await start('h1')).id, (await start('h2')).id];
  server.faults.push(async (request, url) => {
    const reply = (await (await server.answer(request, url)).json()) as { receipts: object[] };
    const unread = { id: null, verdict: 'refused', code: 'op.malformed_body', journal_no: null };
    return json({ ...reply, receipts: [reply.receipts[0], { ...reply.receipts[1], ...unread }] });
  });

  await push(account.database);

  expect((await sent()).map((entry) => entry.id)).toEqual([first]);
  expect((await outbox()).map((entry) => [entry.id, entry.code])).toEqual([
    [second, 'op.malformed_body'],
  ]);
});

test.each(['waiting', 'unknown'] as const)(
  'an operation that is %s stays and is sent again',
  async (verdict) => {
    const { id } = await start();
    server.verdicts.set(id, { verdict, code: 'op.later' });
    await push(account.database);
    expect((await outbox())[0]).toMatchObject({ id, state: verdict, attempts: 1 });

    server.verdicts.clear();
    await push(account.database, true);

    expect(await outbox()).toEqual([]);
  },
);

test('a held operation is with the server, and said to be held', async () => {
  const { id } = await start();
  server.verdicts.set(id, { verdict: 'held', code: 'op.device_lost' });

  await push(account.database);

  expect(await statusOf(account.database)).toMatchObject({ only_here: 0, held: 1, refused: 0 });
});

test('more than two hundred go in several batches, a large one packed', async () => {
  for (let n = 0; n < 205; n += 1) await start(`h${n}`);

  await push(account.database);

  expect(server.asked.map((asked) => asked.operations.length)).toEqual([200, 5]);
  expect(await outbox()).toEqual([]);
});

test('the reply measures how wrong the clock is, and the next operation says it', async () => {
  await start();
  await push(account.database);
  await start('h2');
  await push(account.database);

  const skew = await readKv(account.database, 'skew');
  expect(skew?.skew_ms).toBeGreaterThan(4_000);
  expect(server.bodies.map((body) => body.skew_ms === null)).toEqual([true, false]);
});
