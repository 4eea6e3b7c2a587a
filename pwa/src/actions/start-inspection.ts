// Opens a point's checklist: an unfinished draft of it comes back, otherwise a new one begins.
import type { Checklist } from '../domain/checklist';
import type { Draft } from '../domain/inspection';
import { dueOf } from '../domain/slots';
import { uuid7 } from '../domain/uuid7';
import { current } from '../store/account';
import { begunTimes } from '../store/clock';
import { drafts } from '../store/drafts';
import type { PointRow, Presence } from '../wire/wire';
import { saveDraft } from './save-draft';

/** A returning draft is for the same due time, keeps its checklist version, and takes the newer presence when that proves more. */
export async function startInspection(
  point: PointRow,
  checklist: Checklist,
  presence: Presence,
): Promise<Draft> {
  const begun = await begunTimes();
  const due = (at_ms: number) => dueOf(checklist, current().organisation.tz, begun(at_ms));
  const open = (await drafts()).find(
    (each) =>
      each.point === point.id &&
      each.checklist === checklist.id &&
      due(each.started_ms) === due(Date.now()),
  );
  const draft: Draft = open
    ? { ...open, presence: presence.way === 'none' ? open.presence : presence }
    : {
        id: uuid7(Date.now()),
        organisation: point.organisation,
        point: point.id,
        checklist: checklist.id,
        version: checklist.version,
        started_ms: Date.now(),
        presence,
        supervisor: null,
        answers: {},
        at_camera: null,
      };
  await saveDraft(draft);
  return draft;
}
