// Promise of the list of hazards: the most urgent first, also while nobody has ordered anything.
import { beforeEach, expect, test } from 'vitest';
import { SCHOOL, somebody, wipePhone } from '../testing/phone';
import type { HazardRow, PullReply } from '../wire/wire';
import type { Account } from './account';
import { hazards } from './hazards';
import { applyPage, cursorOf } from './pulled';

const HOUR_MS = 3_600_000;
const NIGHT_MS = 48 * HOUR_MS;
const words = { zh: '一', en: 'one' };
const ungraded: HazardRow = {
  ...{ id: '', organisation: SCHOOL.id, organisation_name: '', number: '2026-0001' },
  ...{ point: 'p1', point_name: '', row: '', checklist: 'ck', checklist_version: 1 },
  ...{ item: 'bed', item_text: words, note: '', state: 'registered', grade: null, finder: 'f' },
  ...{ suggested_grade: null, suggested_deadline: null, fixed_on_spot: false },
  ...{ owner: null, supervisor: null, rectifier: null, deadline_ms: null, measures: '' },
  ...{ interim: null, found_ms: NIGHT_MS, struck_off_ms: null, void_asked_by: null, version: 1 },
  ...{ missing: [], before: [], after: [], captures: {}, names: {}, events: [] },
};

let account: Account;

beforeEach(async () => {
  await wipePhone();
  account = await somebody();
});

async function found(id: string, change: Partial<HazardRow>) {
  const { database } = account;
  const data = { ...ungraded, id, ...change };
  const page: PullReply = {
    ...{ organisation: SCHOOL.id, epoch: 'e', scope: 's', next: 1, more: false, watching: [] },
    ...{ library: 'l', server_ms: 1, rows: [{ kind: 'hazard', id, seq: 1, gone: false, data }] },
  };
  await applyPage(database, page, await cursorOf(database, SCHOOL.id));
}

const suggested = (kind: 'at_once' | 'hours' | 'days' | 'until_done', n?: number) => ({
  suggested_deadline: { kind, n, text: words },
});

test('what nobody has graded yet stands where its checklist puts it, not last', async () => {
  await found('until it is done', suggested('until_done'));
  await found('ordered for the morning', { deadline_ms: NIGHT_MS + 8 * HOUR_MS });
  await found('a day', suggested('days', 1));
  await found('two hours', suggested('hours', 2));
  await found('somebody missing', suggested('at_once'));

  expect((await hazards()).map(({ row }) => row.id)).toEqual([
    ...['somebody missing', 'two hours', 'ordered for the morning', 'a day', 'until it is done'],
  ]);
});
