// The time as the server would say it, from the phone's clock and how far that was off when last measured.
import { serverNow } from '../domain/clock';
import { current, readKv } from './account';

export async function serverTime(): Promise<number> {
  return serverNow(await readKv(current().database, 'skew'), Date.now());
}
