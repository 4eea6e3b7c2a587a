// Keeps a half-filled step of a hazard after every change: one write under way, the newest state next.
import { current, type AccountDatabase } from '../store/account';
import { putMoveDraft } from '../store/move-drafts';

interface Waiting {
  database: AccountDatabase;
  key: string;
  form: object | null;
}

let newest: Waiting | null = null;
let writing: Promise<void> | null = null;

/** Fulfilled when this state or a newer one is on the disk; null forgets the step. */
export async function saveMove(key: string, form: object | null): Promise<void> {
  newest = { database: current().database, key, form };
  await saved();
}

async function saved(): Promise<void> {
  while (newest ?? writing) {
    writing ??= writeNewest().finally(() => {
      writing = null;
    });
    await writing;
  }
}

async function writeNewest(): Promise<void> {
  const next = newest;
  newest = null;
  if (next) await putMoveDraft(next.database, next.key, next.form);
}
