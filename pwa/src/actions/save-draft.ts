// Keeps a draft after every tap: at most one write under way, and always the newest state next.
import { draftPhotos, type Draft } from '../domain/inspection';
import { current, type AccountDatabase } from '../store/account';
import { putDraft } from '../store/drafts';

interface Waiting {
  database: AccountDatabase;
  draft: Draft;
}

let newest: Waiting | null = null;
let writing: Promise<void> | null = null;

/** Fulfilled when this state or a newer one is on the disk. */
export async function saveDraft(draft: Draft): Promise<void> {
  newest = { database: current().database, draft };
  await draftSaved();
}

/** Before the camera opens and when the page hides: everything typed is on the disk. */
export async function draftSaved(): Promise<void> {
  while (newest ?? writing) {
    writing ??= writeNewest().finally(() => {
      writing = null;
    });
    await writing;
  }
}

export async function dropDraft(draft: Draft): Promise<void> {
  await draftSaved();
  await current().database.write(['drafts', 'photos', 'bytes'], async (tx) => {
    await tx.objectStore('drafts').delete(draft.id);
    for (const { sha256 } of draftPhotos(draft)) {
      // One that is part of an operation already belongs to that.
      if ((await tx.objectStore('photos').get(sha256))?.state !== 'draft') continue;
      await tx.objectStore('photos').delete(sha256);
      await tx.objectStore('bytes').delete(sha256);
    }
  });
}

async function writeNewest(): Promise<void> {
  const next = newest;
  newest = null;
  if (!next) return;
  try {
    await putDraft(next.database, next.draft);
  } catch (error) {
    // Still the newest state: the next save tries it again unless something newer came.
    newest ??= next;
    throw error;
  }
}
