// Promises of when a point was last checked: what this phone has not sent yet counts too.
import { beforeEach, expect, test } from 'vitest';
import { submitInspection } from '../actions/submit-inspection';
import type { Checklist } from '../domain/checklist';
import type { Draft } from '../domain/inspection';
import { SCHOOL, somebody, wipePhone } from '../testing/phone';
import { lastChecks } from './checks';
import { keepLibrary } from './pulled';

const words = { zh: '一', en: 'one' };
const drawing = { width: 10, height: 10, strokes: [[0, 0, 9, 9]] };
const checklist: Checklist = {
  ...{ id: 'ck', version: 1, title: words, location_types: ['exit'], frequency: 'daily' },
  ...{ frequency_text: words, checker: words, roles: ['inspector'], minutes: 3, sections: [] },
};
const draft: Draft = {
  ...{ id: 'd1', organisation: SCHOOL.id, point: 'p1', checklist: 'ck', version: 1 },
  ...{ started_ms: 1, presence: { way: 'none', code: null, at_ms: 1 }, supervisor: null },
  ...{ answers: {}, at_camera: null },
};

beforeEach(wipePhone);

test('a check that was just signed is known at once, at its own point only', async () => {
  const { database } = await somebody();
  await keepLibrary(database, { hash: 'l', location_types: {}, checklists: [checklist] });
  expect(await lastChecks('p1')).toEqual(new Map());
  const before_ms = Date.now();

  await submitInspection(draft, drawing);

  expect((await lastChecks('p1')).get('ck')).toBeGreaterThanOrEqual(before_ms);
  expect(await lastChecks('p2')).toEqual(new Map());
});
