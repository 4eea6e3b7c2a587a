// Who had the work has read that it is another's now: not told again on this phone.
import { current } from '../store/account';
import { putTold } from '../store/taken';

export async function noteTold(event: string): Promise<void> {
  await putTold(current().database, event);
}
