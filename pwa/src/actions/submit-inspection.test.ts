// An inspection is judged on the server's day, whatever the phone's clock says, and handed in only when finished.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { dayIn } from '../domain/clock';
import { answered, noted, type Draft } from '../domain/inspection';
import { writeKv, type Account } from '../store/account';
import { drafts } from '../store/drafts';
import { bodyOf, outbox } from '../store/outbox';
import { keepLibrary } from '../store/pulled';
import { checklistOf } from '../testing/checklist';
import { SCHOOL, somebody, wipePhone } from '../testing/phone';
import { saveDraft } from './save-draft';
import { submitInspection } from './submit-inspection';

const DAY_MS = 86_400_000;
const drawing = { width: 10, height: 10, strokes: [[0, 0, 9, 9]] };

const checklist = checklistOf({
  ...{ key: 'tank', photo: 'never' },
  fields: [{ key: 'until', type: 'date', fail_when: { expired: true } }],
});

let account: Account;

beforeEach(async () => {
  await wipePhone();
  account = await somebody();
  await keepLibrary(account.database, { hash: 'l', location_types: {}, checklists: [checklist] });
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** Good through the phone's own today. */
async function tankDraft(): Promise<Draft> {
  const begun: Draft = {
    ...{ id: 'd1', organisation: SCHOOL.id, point: 'p1', checklist: 'ck', version: 1 },
    ...{ started_ms: 1, presence: { way: 'none', code: null, at_ms: 1 }, supervisor: null },
    ...{ answers: {}, at_camera: null },
  };
  const draft = answered(begun, 'tank', 'until', dayIn(SCHOOL.tz, Date.now()));
  await saveDraft(draft);
  return draft;
}

const phoneIsBehind = () =>
  writeKv(account.database, 'skew', { skew_ms: 2 * DAY_MS, measured_ms: Date.now() });

test('what has expired by the server has expired on a phone that is two days behind', async () => {
  const draft = await tankDraft();
  await phoneIsBehind();

  await expect(submitInspection(draft, drawing)).rejects.toMatchObject({ code: 'form.unfinished' });

  expect(await outbox()).toEqual([]);
  expect((await drafts()).map(({ id }) => id)).toEqual(['d1']);
});

test('the phone says what its own clock says; the server knows how far that is off', async () => {
  const draft = noted(await tankDraft(), 'tank', '过期');
  await phoneIsBehind();
  const before_ms = Date.now();

  await submitInspection(draft, drawing);

  const [entry] = await outbox();
  if (!entry) throw new Error('an operation expected');
  expect(bodyOf(entry)).toMatchObject({ skew_ms: 2 * DAY_MS });
  expect(bodyOf(entry).wall_ms - before_ms).toBeLessThan(DAY_MS);
});
