// The wake-up line and the loop around it: a silent line is dropped, a hint fetches, a new operation is sent.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { enqueue } from '../actions/enqueue';
import type { Account } from '../store/account';
import { writeKv } from '../store/account';
import { outbox } from '../store/outbox';
import { statusOf } from '../store/status';
import { FakeServer, problem, unreachable } from '../testing/network';
import { SCHOOL, somebody, wipePhone } from '../testing/phone';
import { flush } from './flush';
import { openLive } from './live';
import { startSync, syncNow, syncOnce } from './loop';
import { stopSync } from './stop';

class FakeSocket {
  static made: FakeSocket[] = [];
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  closed = false;

  constructor(readonly url: string) {
    FakeSocket.made.push(this);
  }

  close(): void {
    this.closed = true;
  }
}

let server: FakeServer;
let account: Account;

beforeEach(async () => {
  await wipePhone();
  FakeSocket.made = [];
  server = new FakeServer();
  vi.stubGlobal('fetch', server.fetch);
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('location', { origin: 'https://anxun.example.cn' });
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }));
  vi.stubGlobal('window', new EventTarget());
  account = await somebody();
  server.me = { device: account.device };
});

afterEach(() => {
  stopSync();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function pulls(): number {
  return server.asked.filter((asked) => asked.path === '/api/sync/pull').length;
}

test('a line that says nothing for 45 s is dropped and opened again', () => {
  vi.useFakeTimers();
  const hints = vi.fn();
  const lost = vi.fn();
  const live = openLive(hints, lost);
  const [first] = FakeSocket.made;
  first?.onopen?.();
  vi.advanceTimersByTime(40_000);
  first?.onmessage?.({ data: '{"ping": 1}' });
  vi.advanceTimersByTime(44_000);
  expect(first?.closed).toBe(false);

  vi.advanceTimersByTime(4_000);

  expect(first?.closed).toBe(true);
  expect(FakeSocket.made).toHaveLength(2);
  expect(hints).toHaveBeenCalledTimes(1);
  expect(lost).toHaveBeenCalledTimes(1);
  live.close();
});

test('a line that never opens is tried again, more and more slowly', () => {
  vi.useFakeTimers();
  const lost = vi.fn();
  const live = openLive(() => undefined, lost);

  for (let n = 0; n < 3600; n += 1) {
    vi.advanceTimersByTime(1_000);
    FakeSocket.made.filter((socket) => !socket.closed).forEach((socket) => socket.onclose?.());
  }

  expect(FakeSocket.made.length).toBeGreaterThan(8);
  expect(FakeSocket.made.length).toBeLessThan(40);
  expect(lost).not.toHaveBeenCalled();
  live.close();
});

test('a line that opens and dies, over and over, is tried more and more slowly too', () => {
  vi.useFakeTimers();
  const hints = vi.fn();
  const live = openLive(hints, () => undefined);

  for (let n = 0; n < 3600; n += 1) {
    vi.advanceTimersByTime(1_000);
    const alive = FakeSocket.made.filter((socket) => !socket.closed);
    alive.forEach((socket) => socket.onopen?.());
    alive.forEach((socket) => socket.onclose?.());
  }

  expect(hints.mock.calls.length).toBeLessThan(40);
  live.close();
});

test('when the network is back the line does not wait', () => {
  vi.useFakeTimers();
  const live = openLive(
    () => undefined,
    () => undefined,
  );
  FakeSocket.made[0]?.onclose?.();

  live.hurry();
  live.hurry();

  expect(FakeSocket.made).toHaveLength(2);
  live.close();
});

/** Signed in, fetched, and the live line open. */
async function connected(): Promise<FakeSocket> {
  startSync();
  await syncNow();
  const [line] = FakeSocket.made;
  if (!line) throw new Error('no line was opened');
  line.onopen?.();
  await syncNow();
  expect((await statusOf(account.database)).state).toBe('received');
  return line;
}

test('when the line breaks with the network, the phone looks once and says offline', async () => {
  const line = await connected();
  server.faults.push(unreachable);
  const before = server.asked.length;

  line.onclose?.();

  await vi.waitFor(async () => {
    expect((await statusOf(account.database)).state).toBe('offline');
  });
  expect(server.asked.length).toBe(before + 1);
});

test('when only the line breaks, the phone looks and stays connected', async () => {
  const line = await connected();
  const before = pulls();

  line.onclose?.();

  await vi.waitFor(() => {
    expect(pulls()).toBe(before + 1);
  });
  expect((await statusOf(account.database)).state).toBe('received');
});

test('the browser going offline is said at once, without a request; going online clears it', async () => {
  await connected();
  const before = server.asked.length;

  window.dispatchEvent(new Event('offline'));
  await vi.waitFor(async () => {
    expect((await statusOf(account.database)).state).toBe('offline');
  });
  expect(server.asked.length).toBe(before);

  window.dispatchEvent(new Event('online'));
  await vi.waitFor(async () => {
    expect((await statusOf(account.database)).state).toBe('received');
  });
});

test('a round that had nothing to send says nothing about the line', async () => {
  await syncOnce(account, { force: false, pull: false });

  expect((await statusOf(account.database)).state).toBe('connecting');
  expect(server.asked).toEqual([]);
});

test('a new operation is sent without anybody asking', async () => {
  startSync();
  await syncNow();

  const { id } = await enqueue('hazard.start', SCHOOL.id, { hazard: 'h1', seen: 1 });

  await vi.waitFor(async () => {
    expect(server.bodies.map((body) => body.id)).toEqual([id]);
    expect(await outbox()).toEqual([]);
  });
});

test('a hint of the live line makes the phone pull', async () => {
  startSync();
  await syncNow();
  await vi.waitFor(() => {
    expect(FakeSocket.made).toHaveLength(1);
  });
  const before = pulls();

  FakeSocket.made[0]?.onmessage?.({ data: '{"organisation": "o", "seq": 7}' });

  await vi.waitFor(() => {
    expect(pulls()).toBe(before + 1);
  });
});

test('coming online forgets waiting times', async () => {
  await enqueue('hazard.start', SCHOOL.id, { hazard: 'h1', seen: 1 });
  server.faults.push(() => problem(503, 'server.busy', { 'Retry-After': '3600' }));
  startSync();
  await vi.waitFor(async () => {
    expect((await outbox())[0]?.attempts).toBe(1);
  });

  window.dispatchEvent(new Event('online'));

  await vi.waitFor(async () => {
    expect(await outbox()).toEqual([]);
  });
});

test('a frozen tab that holds the lock is passed after 90 s of silence, a living one never', async () => {
  await enqueue('hazard.start', SCHOOL.id, { hazard: 'h1', seen: 1 });
  const steals: boolean[] = [];
  const request = async (
    _name: string,
    options: { steal?: boolean },
    work: (lock: object | null) => unknown,
  ) => {
    if (options.steal) steals.push(true);
    return await work(options.steal ? {} : null);
  };
  vi.stubGlobal('navigator', { locks: { request } });

  await writeKv(account.database, 'heartbeat', Date.now() - 60_000);
  expect(await flush(account.database)).toBe('busy');
  await writeKv(account.database, 'heartbeat', Date.now() - 91_000);
  expect(await flush(account.database)).toBe('reached');

  expect(steals).toEqual([true]);
  expect(await outbox()).toEqual([]);
});
