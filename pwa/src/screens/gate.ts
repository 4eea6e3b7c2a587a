// Who is in front of this phone: nobody yet, somebody who must show the PIN, or an open account.
import { nextTick, shallowRef } from 'vue';
import { AWAY_MS, lockScreen, noteUse, openRecent } from '../actions/lock';
import { accountsHere } from '../actions/switch-account';
import { current, isOpen } from '../store/account';
import { lastAccount } from '../store/accounts';
import { whenIdle } from './idle';

type Gate =
  | { phase: 'opening' }
  | { phase: 'nobody' }
  | { phase: 'locked'; last: string | null }
  | { phase: 'open'; account: string };

const LOOK_EVERY_MS = 60_000;
/** A desk that nobody touches locks; a phone's screen goes dark much earlier. */
export const UNTOUCHED_MS = 15 * 60_000;
const AGAIN_MS = 10_000;
let hidden_ms: number | null = null;
let touched_ms = 0;

export const gate = shallowRef<Gate>({ phase: 'opening' });

export async function openGate(): Promise<void> {
  document.addEventListener('visibilitychange', () => void onVisibility());
  for (const kind of ['pointerdown', 'keydown', 'scroll']) {
    document.addEventListener(kind, noteTouch, { capture: true, passive: true });
  }
  noteTouch();
  setInterval(() => void lookForUse(), LOOK_EVERY_MS);
  if (await openRecent()) entered();
  else await closed();
}

function noteTouch(): void {
  touched_ms = Date.now();
}

async function lookForUse(): Promise<void> {
  if (document.visibilityState !== 'visible' || !isOpen()) return;
  if (Date.now() - touched_ms > UNTOUCHED_MS) await lockNow();
  else await noteUse();
}

/** After enrolment, unlocking or a switch. */
export function entered(): void {
  const { id } = current();
  gate.value = { phase: 'open', account: id };
  whenIdle(() => void send(id));
}

/** Nothing a person does waits for sending, so the screen comes first. */
async function send(account: string): Promise<void> {
  if (!isOpen() || current().id !== account) return;
  try {
    const { startSync } = await import('../sync/loop');
    if (isOpen() && current().id === account) startSync();
  } catch {
    // The line went before this part of the app was on the phone.
    setTimeout(() => void send(account), AGAIN_MS);
  }
}

/** Shows who may come in; screens of the account are gone before it is closed. */
export async function lockNow(): Promise<void> {
  gate.value = { phase: 'locked', last: isOpen() ? current().id : null };
  await nextTick();
  await lockScreen();
}

/** For somebody else; `leave` comes from the screen, because the start of the app does without it. */
export async function leaveBy(leave: () => Promise<void>): Promise<void> {
  gate.value = { phase: 'opening' };
  await nextTick();
  await leave();
  await closed();
}

/** Nobody is open: the last one's PIN, the list, or enrolment. */
async function closed(): Promise<void> {
  const here = await accountsHere();
  const last = (await lastAccount())?.id ?? null;
  gate.value = here.length === 0 ? { phase: 'nobody' } : { phase: 'locked', last };
}

async function onVisibility(): Promise<void> {
  if (document.visibilityState === 'hidden') {
    // Nothing is written here: WebKit keeps a leaving page's transaction open, and the next page would wait for it.
    hidden_ms = Date.now();
    return;
  }
  const away_ms = hidden_ms === null ? 0 : Math.abs(Date.now() - hidden_ms);
  hidden_ms = null;
  if (away_ms > AWAY_MS && isOpen()) await lockNow();
}
