// What the server refused is not lost work: it opens again with all that was filled in, and goes as a new one.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { answered, noted, withPhoto, type Draft } from '../domain/inspection';
import type { Account } from '../store/account';
import { bin } from '../store/bin';
import { draft, drafts } from '../store/drafts';
import { forgetOld } from '../store/forgetting';
import { moveDraft } from '../store/move-drafts';
import { bodyOf, outbox } from '../store/outbox';
import { photoBytes, photosOf } from '../store/photos';
import { keepLibrary } from '../store/pulled';
import { push } from '../sync/push';
import { FakeServer } from '../testing/network';
import { checklistOf } from '../testing/checklist';
import { SCHOOL, somebody, wipePhone } from '../testing/phone';
import { keepPhoto } from './keep-photo';
import { moveHazard } from './move-hazard';
import { reopenRefused } from './reopen-refused';
import { dropDraft, saveDraft } from './save-draft';
import { submitInspection } from './submit-inspection';

const drawing = { width: 10, height: 10, strokes: [[0, 0, 9, 9]] };
const checklist = checklistOf({
  ...{ key: 'sick', photo: 'on_fail' },
  fields: [
    { key: 'ok', type: 'pass_fail', fail_when: { not_pass: true } },
    { key: 'who', type: 'text', max_length: 50, restricted: true },
  ],
});

let server: FakeServer;
let account: Account;

beforeEach(async () => {
  await wipePhone();
  server = new FakeServer();
  vi.stubGlobal('fetch', server.fetch);
  account = await somebody();
  await keepLibrary(account.database, { hash: 'l', location_types: {}, checklists: [checklist] });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

async function aPhoto() {
  const bytes = new Uint8Array(16).fill(7).buffer;
  return await keepPhoto({ bytes, width: 4, height: 4, capture: 'live', taken_ms: 1 });
}

async function refusedInspection(): Promise<{ before: Draft; id: string }> {
  const begun: Draft = {
    ...{ id: 'd1', organisation: SCHOOL.id, point: 'p1', checklist: 'ck', version: 1 },
    ...{ started_ms: 1, presence: { way: 'scan', code: 'ABCDEFGH', at_ms: 1 } },
    ...{ supervisor: null, answers: {}, at_camera: null },
  };
  const failed = noted(answered(begun, 'sick', 'ok', 'fail'), 'sick', '两人未晨检');
  const before = withPhoto(answered(failed, 'sick', 'who', '王某'), 'sick', await aPhoto());
  await saveDraft(before);
  const { id } = await submitInspection(before, drawing);
  server.verdicts.set(id, { verdict: 'refused', code: 'inspection.incomplete' });
  await push(account.database);
  return { before, id };
}

test('a refused inspection is a draft again, with its answers, photos and texts about people', async () => {
  const { before, id } = await refusedInspection();

  const where = await reopenRefused(id, '改好再交');

  if (!where || !('draft' in where)) throw new Error('a draft expected');
  expect(where.draft).not.toBe(before.id);
  expect(await draft(where.draft)).toEqual({ ...before, id: where.draft });
  expect(await outbox()).toEqual([]);
  expect((await bin()).map((each) => each.id)).toEqual([id]);
});

test('handed in again it is a new operation with the same photos', async () => {
  const { id } = await refusedInspection();
  await reopenRefused(id, '改好再交');
  const [again] = await drafts();
  if (!again) throw new Error('a draft expected');

  const kept = await submitInspection(again, drawing);

  const [entry] = await outbox();
  if (!entry) throw new Error('an operation expected');
  expect(entry.id).not.toBe(id);
  expect(bodyOf(entry).args).toMatchObject({ inspection: again.id });
  expect(await photosOf(account.database)).toMatchObject([{ state: 'queued', operation: kept.id }]);
});

test('its photos stay as long as it is being put right, and go with it', async () => {
  const { id } = await refusedInspection();
  await reopenRefused(id, '改好再交');
  const [again] = await drafts();
  const [photo] = await photosOf(account.database);
  if (!again || !photo) throw new Error('a draft with a photo expected');

  await forgetOld(account.database, Date.now() + 31 * 86_400_000);
  expect(await bin()).toEqual([]);
  expect(await photoBytes(account.database, photo.sha256)).not.toBeNull();

  await dropDraft(again);
  expect(await photosOf(account.database)).toEqual([]);
});

test('a refused step of a hazard is half filled again', async () => {
  const photo = await aPhoto();
  const row = { id: 'h1', version: 1, organisation: SCHOOL.id };
  const { id } = await moveHazard(row, 'rectify', { note: '搬走了', photos: [photo] }, drawing);
  server.verdicts.set(id, { verdict: 'refused', code: 'op.malformed' });
  await push(account.database);

  expect(await reopenRefused(id, '改好再交')).toEqual({ hazard: 'h1', move: 'rectify' });

  expect(await moveDraft('h1/rectify')).toEqual({ note: '搬走了', photos: [photo] });
});

test('what is on its way cannot be opened again', async () => {
  const { id } = await moveHazard(
    { id: 'h1', version: 1, organisation: SCHOOL.id },
    'rectify',
    { note: '', photos: [await aPhoto()] },
    drawing,
  );

  expect(await reopenRefused(id, '改好再交')).toBeNull();

  expect(await outbox()).toHaveLength(1);
});
