// Hands in a finished inspection: signed, safe on this phone, and the draft gone, in one transaction.
import { dayIn } from '../domain/clock';
import { photosIn, progress, type Draft } from '../domain/inspection';
import { submission } from '../domain/submission';
import { current } from '../store/account';
import { formOf } from '../store/checklists';
import { serverTime } from '../store/clock';
import { askToStay } from '../store/quota';
import type { Drawing } from '../wire/wire';
import { enqueue, type Kept } from './enqueue';
import { draftSaved } from './save-draft';

/** Signed as it is, the server would refuse it: at midnight something may have expired. */
export class Unfinished extends Error {
  readonly code = 'form.unfinished';
}

export async function submitInspection(draft: Draft, drawing: Drawing): Promise<Kept> {
  // A write of the draft still under way would bring it back after its removal.
  await draftSaved();
  const form = await formOf(draft);
  if (!form) throw new Error(`checklist ${draft.checklist} v${draft.version} is not on this phone`);
  const today = dayIn(current().organisation.tz, await serverTime());
  if (progress(draft, form, today).missing.length > 0) throw new Unfinished();
  const { args, texts } = submission(draft, form, today);
  const kept = await enqueue('inspection.submit', draft.organisation, args, {
    secret: Object.keys(texts).length > 0 ? { signature: drawing, texts } : { signature: drawing },
    photos: [...new Set(photosIn(args.answers).map((photo) => photo.sha256))],
    draft: draft.id,
  });
  void askToStay();
  return kept;
}
