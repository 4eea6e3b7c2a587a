// Keeps this phone and the server together while the app is open.
//
// States:  idle → flushing (own queue, then the queues of the phone's other accounts) → pulling → idle.
// A failure leaves each operation with its own next_ms; the loop sleeps until the earliest or the next trigger.
// Triggers: a change of the outbox, online, visible, focus, a hint or the end of the live line, every 60 s, syncNow().
import {
  current,
  databaseOf,
  isOpen,
  readKv,
  writeKv,
  type Account,
  type AccountDatabase,
} from '../store/account';
import { accounts, lastAccount, phone } from '../store/accounts';
import { NotKept } from '../store/database';
import { watch } from '../store/watch';
import { fetchAhead } from './ahead';
import { flush, nextDue } from './flush';
import { HELD_EVERY_MS } from './held';
import { Failed } from './http';
import { openLive, type Live } from './live';
import { pull } from './pull';
import { ensureSession } from './session';
import { noteRunning, stopSync } from './stop';

const PULL_EVERY_MS = 60_000;
/** A hint may mean that a held operation was released, but mostly means something else. */
const HELD_HINT_MS = 600_000;
/** A round that hangs longer (iOS may never finish a request of a sleeping app) no longer counts. */
const LONGEST_ROUND_MS = 300_000;

interface Wish {
  force: boolean;
  pull: boolean;
  /** Held ones are asked for again when that is longer ago than this. */
  held_ms?: number;
}
const NEWS: Wish = { force: false, pull: true };

interface Loop {
  account: Account;
  stops: (() => void)[];
  live: Live | null;
  wish: Wish | null;
  round: Promise<void> | null;
  began_ms: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

let loop: Loop | null = null;

/** For the account that is open; an earlier loop is stopped. */
export function startSync(): void {
  stopSync();
  const account = current();
  const started: Loop = {
    account,
    stops: [],
    live: null,
    wish: null,
    round: null,
    began_ms: 0,
    timer: undefined,
  };
  loop = started;
  started.stops = triggers(started);
  noteRunning(() => {
    end(started);
  });
  trigger(started, { ...NEWS, held_ms: 0 });
}

function end(mine: Loop): void {
  for (const stop of mine.stops) stop();
  mine.live?.close();
  clearTimeout(mine.timer);
  if (loop === mine) loop = null;
}

/** 立即同步: ignores all waiting times; fulfilled when the round is over. */
export async function syncNow(): Promise<void> {
  if (!loop) startSync();
  if (!loop) return;
  trigger(loop, { force: true, pull: true });
  await loop.round;
}

/** One round for one account: everybody's queue, then this account's news. Tests call it directly. */
export async function syncOnce(account: Account, wish: Wish): Promise<void> {
  const flushed = await flush(account.database, wish.force, wish.held_ms);
  await flushOthers(account, wish.force);
  if (!wish.pull) {
    if (flushed === 'reached' || flushed === 'failed') {
      await note(account, flushed === 'reached', null);
    }
    return;
  }
  try {
    await pullSignedIn(account);
    await note(account, true, false);
    await fetchAhead(account);
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    const isRefused = !error.isPassing && [401, 403].includes(error.status);
    await note(account, !error.isPassing, isRefused ? true : null);
  }
}

async function pullSignedIn(account: Account): Promise<void> {
  await ensureSession(account);
  try {
    await pull(account);
  } catch (error) {
    if (!(error instanceof Failed) || error.status !== 401) throw error;
    await ensureSession(account);
    await pull(account);
  }
}

/** Their envelopes are signed already; whoever holds the phone now cannot read or change them. */
async function flushOthers(account: Account, force: boolean): Promise<void> {
  for (const other of await accounts()) {
    if (other.id === account.id) continue;
    try {
      await flushOther(databaseOf(other.id), force);
    } catch (error) {
      // A broken database of somebody else must not stop this person's work.
      if (!(error instanceof NotKept)) throw error;
    }
  }
}

async function flushOther(database: AccountDatabase, force: boolean): Promise<void> {
  const due_ms = await nextDue(database);
  if (due_ms !== null && (force || due_ms <= Date.now())) await flush(database, force);
  await database.close();
}

async function note(account: Account, reached: boolean, signed_out: boolean | null): Promise<void> {
  const before = await readKv(account.database, 'contact');
  const now_ms = Date.now();
  await writeKv(account.database, 'contact', {
    reached_ms: reached ? now_ms : (before?.reached_ms ?? null),
    failed_ms: reached ? (before?.failed_ms ?? null) : now_ms,
    signed_out: signed_out ?? before?.signed_out ?? false,
  });
}

function trigger(mine: Loop, wish: Wish): void {
  const { force, pull, held_ms = HELD_EVERY_MS } = wish;
  mine.wish = {
    force: force || !!mine.wish?.force,
    pull: pull || !!mine.wish?.pull,
    held_ms: Math.min(held_ms, mine.wish?.held_ms ?? HELD_EVERY_MS),
  };
  const hangs = Date.now() - mine.began_ms > LONGEST_ROUND_MS;
  if (mine.round && !hangs) return;
  mine.began_ms = Date.now();
  const round = rounds(mine).finally(() => {
    if (mine.round !== round) return;
    mine.round = null;
    // Wished while the last round was already lying down.
    if (mine.wish && loop === mine) trigger(mine, mine.wish);
  });
  mine.round = round;
}

async function rounds(mine: Loop): Promise<void> {
  try {
    while (mine.wish && loop === mine) {
      const wish = mine.wish;
      mine.wish = null;
      await syncOnce(mine.account, wish);
      if (wish.pull && !(await readKv(mine.account.database, 'contact'))?.signed_out) listen(mine);
    }
  } catch (error) {
    // Whoever left may have taken the key along in the middle of a round.
    if (loop === mine) throw error;
  } finally {
    if (loop === mine) await sleep(mine);
  }
}

/** Until the earliest operation may be tried again. */
async function sleep(mine: Loop): Promise<void> {
  const due_ms = await nextDue(mine.account.database);
  clearTimeout(mine.timer);
  if (due_ms === null) return;
  const wait_ms = Math.max(due_ms - Date.now(), 1_000);
  mine.timer = setTimeout(() => {
    trigger(mine, { force: false, pull: false });
  }, wait_ms);
}

function listen(mine: Loop): void {
  if (typeof WebSocket === 'undefined') return;
  const heard = () => {
    trigger(mine, { ...NEWS, held_ms: HELD_HINT_MS });
  };
  // Fetching is how the strip learns that the server is gone.
  const lost = () => {
    trigger(mine, NEWS);
  };
  mine.live ??= openLive(heard, lost);
}

function triggers(mine: Loop): (() => void)[] {
  const fetchNews = () => {
    if (document.visibilityState === 'visible') trigger(mine, NEWS);
  };
  // Coming back online makes earlier failures meaningless.
  const online = () => {
    trigger(mine, { force: true, pull: true });
    mine.live?.hurry();
  };
  const offline = () => void note(mine.account, false, null);
  const sendNew = () => void sendIfDue(mine);
  const timer = setInterval(fetchNews, PULL_EVERY_MS);
  window.addEventListener('online', online);
  window.addEventListener('offline', offline);
  window.addEventListener('focus', fetchNews);
  document.addEventListener('visibilitychange', fetchNews);
  return [
    watch(mine.account.database.name, ['outbox'], sendNew),
    watch(phone.name, ['kv'], () => void leaveIfSwitched(mine)),
    () => {
      clearInterval(timer);
      window.removeEventListener('online', online);
      window.removeEventListener('offline', offline);
      window.removeEventListener('focus', fetchNews);
      document.removeEventListener('visibilitychange', fetchNews);
    },
  ];
}

/** Settling changes the outbox too: only what may go now is a reason to run. */
async function sendIfDue(mine: Loop): Promise<void> {
  const due_ms = await nextDue(mine.account.database);
  if (due_ms !== null && due_ms <= Date.now()) trigger(mine, { force: false, pull: false });
}

/** Another tab changed the account, and the session's cookie with it: this tab must not go on. */
async function leaveIfSwitched(mine: Loop): Promise<void> {
  const last = await lastAccount();
  if (loop === mine && last?.id !== mine.account.id && isOpen()) location.reload();
}
