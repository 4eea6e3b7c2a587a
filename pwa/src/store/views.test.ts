// What the screens read: drafts, hazards with unconfirmed moves, today's round, bin, rescue file.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { discardRefused, restoreDiscarded } from '../actions/discard-refused';
import { exportRescue } from '../actions/export-rescue';
import { keepPhoto } from '../actions/keep-photo';
import { moveHazard } from '../actions/move-hazard';
import { dropDraft, saveDraft } from '../actions/save-draft';
import { startInspection } from '../actions/start-inspection';
import { submitInspection } from '../actions/submit-inspection';
import { answered, noted, withPhoto } from '../domain/inspection';
import { flush } from '../sync/flush';
import { push } from '../sync/push';
import { FakeServer } from '../testing/network';
import { checklistOf } from '../testing/checklist';
import { SCHOOL, somebody, wipePhone } from '../testing/phone';
import type { HazardRow, PointRow, PullReply } from '../wire/wire';
import type { Account } from './account';
import { drafts } from './drafts';
import { hazard, hazards } from './hazards';
import { pointByCode } from './mirror';
import { bin } from './bin';
import { forgetOld } from './forgetting';
import { outbox, sent } from './outbox';
import { changePhoto, FORGOTTEN, photoBytes, photosOf } from './photos';
import { applyPage, cursorOf, keepLibrary } from './pulled';
import { statusOf } from './status';
import { today } from './today';
import { watch } from './watch';

const words = { zh: '一', en: 'one' };
const MONTH_MS = 31 * 86_400_000;
const drawing = { width: 10, height: 10, strokes: [[0, 0, 9, 9]] };
const scan = { way: 'scan', code: 'ABCDEFGH', at_ms: 1 } as const;

const checklist = checklistOf({
  ...{ key: 'door', photo: 'on_fail' },
  fields: [{ key: 'ok', type: 'pass_fail', fail_when: { not_pass: true } }],
});

const point: PointRow = {
  ...{
    id: 'p1',
    organisation: SCHOOL.id,
    name: '东门',
    place: '',
    type: 'exit',
    checklists: ['ck'],
  },
  ...{
    position: 1,
    active: true,
    labels: [
      { code: 'ABCDEFGH', void: false },
      { code: 'OLD00000', void: true },
    ],
  },
};

let server: FakeServer;
let account: Account;

beforeEach(async () => {
  await wipePhone();
  server = new FakeServer();
  vi.stubGlobal('fetch', server.fetch);
  account = await somebody();
  await keepLibrary(account.database, { hash: 'l', location_types: {}, checklists: [checklist] });
  await pulled('point', point.id, point);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

async function pulled(
  kind: 'point' | 'hazard',
  id: string,
  data: PointRow | HazardRow,
): Promise<void> {
  const page: PullReply = {
    ...{
      organisation: SCHOOL.id,
      epoch: 'e',
      scope: 's',
      next: 1,
      more: false,
      watching: [],
      library: 'l',
    },
    ...{ server_ms: 1, rows: [{ kind, id, seq: 1, gone: false, data }] },
  };
  await applyPage(account.database, page, await cursorOf(account.database, SCHOOL.id));
}

function hazardRow(version: number, state: HazardRow['state']): HazardRow {
  return {
    ...{ id: 'h1', organisation: SCHOOL.id, organisation_name: '', number: '2026-0001' },
    ...{ point: 'p1', point_name: '', row: '', checklist: 'ck', checklist_version: 1 },
    ...{ item: 'door', item_text: words, note: '', state, grade: 'general', finder: 'f' },
    ...{ suggested_grade: null, suggested_deadline: null, fixed_on_spot: false },
    ...{ owner: account.person, supervisor: 's', rectifier: null, deadline_ms: 1, measures: '' },
    ...{ interim: null, found_ms: 1, struck_off_ms: null, void_asked_by: null, version },
    ...{ missing: [], before: [], after: [], captures: {}, names: {}, events: [] },
  };
}

async function aPhoto(byte: number) {
  const bytes = new Uint8Array(16).fill(byte).buffer;
  return await keepPhoto({ bytes, width: 4, height: 4, capture: 'live', taken_ms: 1 });
}

async function failedDraft() {
  const begun = await startInspection(point, checklist, scan);
  const failed = noted(answered(begun, 'door', 'ok', 'fail'), 'door', '堆物');
  return withPhoto(failed, 'door', await aPhoto(1));
}

test('only the newest state of a draft is written, and never twice at once', async () => {
  const begun = await startInspection(point, checklist, scan);
  let writes = 0;
  const stop = watch(account.database.name, ['drafts'], () => {
    writes += 1;
  });

  const states = Array.from({ length: 40 }, (_, n) => noted(begun, 'door', `note ${n}`));
  await Promise.all(states.map(saveDraft));
  stop();

  expect((await drafts())[0]?.answers.door?.note).toBe('note 39');
  expect(writes).toBeLessThan(5);
});

test('scanning a point again brings back its draft with its answers', async () => {
  const draft = await failedDraft();
  await saveDraft(draft);

  const again = await startInspection(point, checklist, { way: 'none', code: null, at_ms: 2 });

  expect(again).toEqual(draft);
});

test('a submitted inspection leaves no draft, and today shows it as only here until the receipt', async () => {
  const draft = await failedDraft();
  await saveDraft(draft);
  expect((await today()).stops[0]).toMatchObject({ state: 'draft', draft: { id: draft.id } });

  const kept = await submitInspection(draft, drawing);
  const before = await today();
  await push(account.database);
  const after = await today();
  await flush(account.database);
  const whole = await today();

  expect(kept).toMatchObject({ device_seq: 1, photos: 1 });
  expect(await drafts()).toEqual([]);
  expect(before.stops[0]).toMatchObject({ state: 'only_here', failed: 1 });
  expect(after.stops[0]).toMatchObject({ state: 'photos_left', failed: 1 });
  expect(whole.stops[0]).toMatchObject({ state: 'received', failed: 1 });
});

test('a check that waits for release is done for today, and the strip says what is still here', async () => {
  const draft = await failedDraft();
  const { id } = await submitInspection(draft, drawing);
  server.verdicts.set(id, { verdict: 'held', code: 'op.device_lost' });

  await flush(account.database);

  expect(await today()).toMatchObject({ next: null, stops: [{ state: 'held', failed: 1 }] });
  expect(await statusOf(account.database)).toMatchObject({
    ...{ held: 1, held_photos: 1, only_here: 0, photos_left: 0 },
  });
  server.release(id, 'applied');
  await flush(account.database, true);
  expect(await statusOf(account.database)).toMatchObject({ held: 0, held_photos: 0 });
});

test('dropping a draft frees its photos, but not one that an operation needs', async () => {
  const [draft, shared] = [await failedDraft(), await aPhoto(2)];
  await moveHazard(hazardRow(1, 'assigned'), 'rectify', { note: '', photos: [shared] }, drawing);

  await dropDraft(withPhoto(draft, 'door', shared));

  expect((await photosOf(account.database)).map((photo) => photo.sha256)).toEqual([shared.sha256]);
});

test('my move is shown as unconfirmed until the pulled hazard is newer than what I saw', async () => {
  await pulled('hazard', 'h1', hazardRow(3, 'assigned'));
  await moveHazard(hazardRow(3, 'assigned'), 'start', {});
  const offline = await hazard('h1');
  await push(account.database);
  const sentOff = await hazard('h1');
  await pulled('hazard', 'h1', hazardRow(4, 'rectifying'));
  const confirmed = await hazard('h1');

  expect(offline).toMatchObject({
    state: 'rectifying',
    pending: [{ move: 'start', at: 'phone' }],
    mine: true,
  });
  expect(sentOff).toMatchObject({
    state: 'rectifying',
    pending: [{ move: 'start', at: 'server' }],
  });
  expect(confirmed).toMatchObject({ state: 'rectifying', pending: [] });
  expect(await hazards()).toHaveLength(1);
});

test('a held move stays laid over the hazard, so that nobody does it twice', async () => {
  await pulled('hazard', 'h1', hazardRow(3, 'assigned'));
  const { id } = await moveHazard(hazardRow(3, 'assigned'), 'start', {});
  server.verdicts.set(id, { verdict: 'held', code: 'op.device_lost' });

  await push(account.database);

  expect(await hazard('h1')).toMatchObject({
    ...{ state: 'rectifying', pending: [{ move: 'start', at: 'held' }] },
  });
});

test('a refused move is no longer laid over the hazard', async () => {
  await pulled('hazard', 'h1', hazardRow(3, 'assigned'));
  const { id } = await moveHazard(hazardRow(3, 'assigned'), 'start', {});
  server.verdicts.set(id, { verdict: 'refused', code: 'hazard.not_yours' });

  await push(account.database);

  expect(await hazard('h1')).toMatchObject({ state: 'assigned', pending: [] });
});

test('only what is refused may be put aside, and it can come back', async () => {
  const { id } = await moveHazard(hazardRow(3, 'assigned'), 'start', {});
  expect(await discardRefused(id, '重复')).toBe(false);
  server.verdicts.set(id, { verdict: 'refused', code: 'hazard.not_yours' });
  await push(account.database);

  expect(await discardRefused(id, '重复')).toBe(true);
  expect([(await outbox()).length, (await bin()).length]).toEqual([0, 1]);
  expect(await restoreDiscarded(id)).toBe(true);

  expect([(await outbox()).length, (await bin()).length]).toEqual([1, 0]);
});

test('the rescue file holds every unsent envelope as signed, with its photos and drafts', async () => {
  await submitInspection(await failedDraft(), drawing);
  await saveDraft(await startInspection(point, checklist, scan));

  const { name, blob } = await exportRescue();

  const file = JSON.parse(await blob.text()) as Record<string, unknown>;
  const [entry] = await outbox();
  expect(name).toMatch(/^anxun-rescue-\d{4}-\d{2}-\d{2}-.{8}\.json$/);
  expect(file).toMatchObject({ anxun_rescue: 1, operations: [entry?.envelope] });
  expect(Object.values(file.photos as object)).toEqual([
    btoa(String.fromCharCode(...new Array<number>(16).fill(1))),
  ]);
  expect(file.drafts).toHaveLength(1);
});

test('the rescue file brings back what a restored server knows no more', async () => {
  const { id } = await submitInspection(await failedDraft(), drawing);
  await push(account.database);
  const [photo] = await photosOf(account.database);
  await changePhoto(account.database, photo?.sha256 ?? '', { state: 'refused', code: FORGOTTEN });

  const { blob } = await exportRescue();

  const [entry] = await sent();
  const file = JSON.parse(await blob.text()) as Record<string, unknown>;
  expect([entry?.id, file.operations]).toEqual([id, [entry?.envelope]]);
  expect(file.receipts).toEqual([entry?.receipt]);
  expect(Object.keys(file.photos as object)).toEqual([photo?.sha256]);
});

test('a month after its receipt a record and its photos go, unless the server lacks a photo', async () => {
  await submitInspection(await failedDraft(), drawing);
  await push(account.database);
  const later = Date.now() + MONTH_MS;
  await forgetOld(account.database, later);
  expect(await sent()).toHaveLength(1);

  const [photo] = await photosOf(account.database);
  if (!photo) throw new Error('a photo expected');
  await account.database.write(['photos'], (tx) =>
    tx.objectStore('photos').put({ ...photo, state: 'stored' }),
  );
  await forgetOld(account.database, later);

  expect(await sent()).toEqual([]);
  expect(await photoBytes(account.database, photo.sha256)).toBeNull();
});

test('a label finds its point, and a voided one says so', async () => {
  expect(await pointByCode('ABCDEFGH')).toMatchObject({ point: { id: 'p1' }, voided: false });
  expect(await pointByCode('OLD00000')).toMatchObject({ voided: true });
  expect(await pointByCode('NOWHERE0')).toBeNull();
});
