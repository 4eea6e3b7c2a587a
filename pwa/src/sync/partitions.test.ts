// The app's own loop behind a line that falls silent one way, the other or both, without anybody telling it.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepPhoto } from '../actions/keep-photo';
import { moveHazard } from '../actions/move-hazard';
import type { Account } from '../store/account';
import { outboxOf } from '../store/outbox';
import { photosOf } from '../store/photos';
import { diceOf } from '../testing/dice';
import { FakeServer } from '../testing/network';
import { SCHOOL, somebody, wipePhone } from '../testing/phone';
import { startSync } from './loop';
import { stopSync } from './stop';

/** Node's, which no clock of a test stops. */
declare const setImmediate: (go: (value: unknown) => void) => void;

const SEEDS = 20;
const LONGEST_S = 600;
const HEALED_WITHIN_S = 60;
const SECOND_MS = 1_000;
const TURNS = 40;
const SIDES = [['out'], ['in'], ['out', 'in']];

/** What is really under way, however slow the machine: the clock stands until it is done. */
let underWay = 0;

async function atWork<T>(work: Promise<T>): Promise<T> {
  underWay += 1;
  try {
    return await work;
  } finally {
    underWay -= 1;
  }
}

function countUses(name: 'digest' | 'sign'): void {
  const original = crypto.subtle[name].bind(crypto.subtle) as (
    ...args: unknown[]
  ) => Promise<never>;
  vi.spyOn(crypto.subtle, name).mockImplementation((...args: unknown[]) =>
    atWork(original(...args)),
  );
}

/** What is asked during a silence is answered once it is over, unless the app gave it up before. */
class Line {
  private silent: string[] = [];
  private waiting: (() => void)[] = [];

  constructor(private readonly server: FakeServer) {}

  part(sides: string[]): void {
    this.silent = sides;
  }

  heal(): void {
    this.silent = [];
    for (const go of this.waiting.splice(0)) go();
  }

  get isOpen(): boolean {
    return this.silent.length === 0;
  }

  readonly fetch = async (path: string, init?: RequestInit): Promise<Response> => {
    await this.passes('out', init);
    const answer = await atWork(this.server.fetch(path, init));
    await this.passes('in', init);
    return answer;
  };

  private async passes(side: string, init?: RequestInit): Promise<void> {
    if (!this.silent.includes(side)) return;
    await new Promise<void>((go, give) => {
      this.waiting.push(go);
      init?.signal?.addEventListener('abort', () => {
        give(new DOMException('given up', 'AbortError'));
      });
    });
  }
}

let server: FakeServer;
let line: Line;
let account: Account;

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
  });
  vi.stubGlobal('location', { origin: 'https://anxun.example.cn' });
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }));
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** The clock goes on second by second; in between the store and the server do what they have begun. */
async function pass(seconds: number, until: () => Promise<boolean> = () => Promise.resolve(false)) {
  for (let second = 0; second < seconds; second += 1) {
    if (await until()) return second;
    vi.advanceTimersByTime(SECOND_MS);
    do for (let turn = 0; turn < TURNS; turn += 1) await new Promise(setImmediate);
    while (underWay > 0);
  }
  return seconds;
}

async function rectified(number: number): Promise<void> {
  const bytes = new Uint8Array(64).fill(number).buffer;
  const photo = await keepPhoto({ bytes, width: 4, height: 3, capture: 'live', taken_ms: 1 });
  const row = { id: `h${number}`, version: 1, organisation: SCHOOL.id };
  const drawing = { width: 1, height: 1, strokes: [] };
  await moveHazard(row, 'rectify', { note: '', photos: [photo] }, drawing);
}

async function isEmpty(): Promise<boolean> {
  const photos = await photosOf(account.database);
  const left = await outboxOf(account.database);
  return left.length === 0 && photos.every(({ state }) => state === 'stored');
}

/** Gives how many seconds after the line healed everything was with the server. */
async function drained(seed: number): Promise<number> {
  vi.restoreAllMocks();
  await wipePhone();
  const dice = diceOf(seed);
  vi.spyOn(Math, 'random').mockImplementation(dice);
  countUses('digest');
  countUses('sign');
  vi.stubGlobal('CompressionStream', undefined);
  vi.stubGlobal('window', new EventTarget());
  server = new FakeServer();
  line = new Line(server);
  vi.stubGlobal('fetch', line.fetch);
  account = await somebody();
  server.me = { device: account.device };
  startSync();
  for (let number = 1; number <= 3; number += 1) {
    line.part(SIDES[Math.floor(3 * dice())] ?? []);
    await rectified(number);
    await pass(LONGEST_S * dice());
    if (number < 3) line.heal();
    await pass(5 * dice());
  }
  line.heal();
  const took = await pass(2 * LONGEST_S, isEmpty);
  stopSync();
  return took;
}

test('a minute after a silent line heals everything is sent, although nobody said so', async ({
  task,
}) => {
  const took: number[] = [];
  for (let seed = 1; seed <= SEEDS; seed += 1) took.push(await drained(seed));
  Object.assign(task.meta, { n: `${SEEDS} seeds, drained within ${Math.max(...took)} s` });
  expect(Math.max(...took)).toBeLessThanOrEqual(HEALED_WITHIN_S);
}, 120_000);
