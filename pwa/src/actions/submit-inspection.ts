// Hands in a finished inspection: signed, safe on this phone, and the draft gone, in one transaction.
import { dayIn } from '../domain/clock';
import { photosIn, submission, type Draft } from '../domain/inspection';
import { current } from '../store/account';
import { checklist } from '../store/checklists';
import { askToStay } from '../store/quota';
import type { Drawing } from '../wire/wire';
import { enqueue, type Kept } from './enqueue';
import { draftSaved } from './save-draft';

export async function submitInspection(draft: Draft, drawing: Drawing): Promise<Kept> {
  // A write of the draft still under way would bring it back after its removal.
  await draftSaved();
  const form = await checklist(draft.checklist, draft.version);
  if (!form) throw new Error(`checklist ${draft.checklist} v${draft.version} is not on this phone`);
  const { args, texts } = submission(draft, form, dayIn(current().organisation.tz, Date.now()));
  const kept = await enqueue('inspection.submit', draft.organisation, args, {
    secret: Object.keys(texts).length > 0 ? { signature: drawing, texts } : { signature: drawing },
    photos: [...new Set(photosIn(args.answers).map((photo) => photo.sha256))],
    draft: draft.id,
  });
  void askToStay();
  return kept;
}
