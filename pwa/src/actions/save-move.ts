// Keeps a half-filled step of a hazard after every change; signing the step takes it away.
import { current, type AccountDatabase } from '../store/account';
import { putMoveDraft } from '../store/move-drafts';
import { newest } from './newest';

interface Waiting {
  database: AccountDatabase;
  key: string;
  form: object;
}

const { save, saved } = newest<Waiting>(({ database, key, form }) =>
  putMoveDraft(database, key, form),
);

/** Fulfilled when this state or a newer one is on the disk. */
export async function saveMove(key: string, form: object): Promise<void> {
  await save({ database: current().database, key, form });
}

/** Before the step is signed: a write still under way would bring it back. */
export const moveSaved = saved;
