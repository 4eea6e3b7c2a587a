// The time as the server would say it, from the phone's clock and how far that was off when last measured.
import { begunMs } from '../domain/begun';
import { serverNow } from '../domain/clock';
import { current, readKv } from './account';

export async function serverTime(): Promise<number> {
  return serverNow(await readKv(current().database, 'skew'), Date.now());
}

/** Turns the phone's moments into the server's, none later than now: when something was begun. */
export async function begunTimes(): Promise<(started_ms: number) => number> {
  const skew = await readKv(current().database, 'skew');
  return (started_ms) => begunMs(started_ms, skew?.skew_ms ?? null, serverNow(skew, Date.now()));
}
