// A form is for a due time by the server's clock, wherever the phone's is; one left lying is asked what is asked now.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { writeKv, type Account } from '../store/account';
import { formOf } from '../store/checklists';
import { keepLibrary } from '../store/pulled';
import { checklistOf } from '../testing/checklist';
import { SCHOOL, somebody, wipePhone } from '../testing/phone';
import type { PointRow, Presence } from '../wire/wire';
import { startInspection } from './start-inspection';

const HOUR_MS = 3_600_000;
const NOON = Date.parse('2026-11-24T12:00:00+08:00');
const NOWHERE: Presence = { way: 'none', code: null, at_ms: 1 };
const words = { zh: '一', en: 'one' };
const whole = checklistOf({ key: 'cook', photo: 'never', fields: [] });
const daily = {
  ...whole,
  sections: [
    ...whole.sections,
    ...whole.sections.map((section) => ({
      ...section,
      key: 'after',
      items: section.items.map((item) => ({ ...item, key: 'shut-down' })),
    })),
  ],
  slots: [
    { key: 'opening', name: words, begins: '05:00', ends: '13:00' },
    { key: 'closing', name: words, begins: '17:00', ends: '22:00', only: ['shut-down'] },
  ],
};
const point = { id: 'p1', organisation: SCHOOL.id } as PointRow;

let account: Account;

beforeEach(async () => {
  await wipePhone();
  account = await somebody();
  await keepLibrary(account.database, { hash: 'l', location_types: {}, checklists: [daily] });
});

afterEach(() => {
  vi.restoreAllMocks();
});

const phoneSays = (at_ms: number) => vi.spyOn(Date, 'now').mockReturnValue(at_ms);

async function begun() {
  const draft = await startInspection(point, daily, NOWHERE);
  const asked = (await formOf(draft))?.sections.flatMap(({ items }) => items.map(({ key }) => key));
  return { id: draft.id, started_ms: draft.started_ms, asked };
}

test('a phone that is six hours ahead asks at noon what is asked at noon, and keeps its own time', async () => {
  phoneSays(NOON + 6 * HOUR_MS);
  await writeKv(account.database, 'skew', { skew_ms: -6 * HOUR_MS, measured_ms: NOON });

  const { asked, started_ms } = await begun();

  expect(asked).toEqual(['cook']);
  expect(started_ms).toBe(NOON + 6 * HOUR_MS);
});

test('what is begun again at the same due time comes back, and at another it does not', async () => {
  phoneSays(NOON);
  const first = await begun();

  phoneSays(NOON + HOUR_MS);
  expect((await begun()).id).toBe(first.id);
  phoneSays(NOON + 6 * HOUR_MS);
  expect(await begun()).toMatchObject({ asked: ['shut-down'] });
});

test('a draft from days ago is asked what is asked now', async () => {
  phoneSays(NOON - 72 * HOUR_MS);
  const old = await startInspection(point, daily, NOWHERE);

  phoneSays(NOON + 6 * HOUR_MS);

  const form = await formOf(old);
  expect(form?.sections.flatMap(({ items }) => items.map(({ key }) => key))).toEqual(['shut-down']);
});
