// Keeps a draft after every tap, and lets one go.
import { draftPhotos, type Draft } from '../domain/inspection';
import { current, type AccountDatabase } from '../store/account';
import { putDraft } from '../store/drafts';
import { newest } from './newest';

interface Waiting {
  database: AccountDatabase;
  draft: Draft;
}

const { save, saved } = newest<Waiting>(({ database, draft }) => putDraft(database, draft));

/** Fulfilled when this state or a newer one is on the disk. */
export async function saveDraft(draft: Draft): Promise<void> {
  await save({ database: current().database, draft });
}

/** Before the camera opens and when the page hides: everything typed is on the disk. */
export const draftSaved = saved;

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
