// Promises of a receipt's content: what was found is called as its finder wrote it.
import { beforeEach, expect, test } from 'vitest';
import { submitInspection } from '../../actions/submit-inspection';
import type { Checklist } from '../../domain/checklist';
import { answered, noted, type Draft } from '../../domain/inspection';
import type { Account } from '../../store/account';
import { keepLibrary } from '../../store/pulled';
import { SCHOOL, somebody, wipePhone } from '../../testing/phone';
import { receiptView } from './receipt';

const words = { zh: '通道无阻挡', en: 'Passage is clear' };
const drawing = { width: 10, height: 10, strokes: [[0, 0, 9, 9]] };

const item = (key: string, number: number, required: boolean) => ({
  ...{ key, number, text: words, photo: 'never' as const, basis: [], mark: '' },
  fields: [{ key: 'ok', type: 'pass_fail' as const, fail_when: { not_pass: true }, required }],
});

const checklist: Checklist = {
  ...{ id: 'ck', version: 1, title: words, location_types: ['exit'], frequency: 'daily' },
  ...{ frequency_text: words, checker: words, roles: ['inspector'], minutes: 3 },
  sections: [
    { key: 's', title: words, items: [item('door', 1, true), item('lamp', 2, true)] },
    { key: 'z', title: words, items: [item('sign', 3, true), item('hose', 4, false)] },
  ],
};

let account: Account;

beforeEach(async () => {
  await wipePhone();
  account = await somebody();
  await keepLibrary(account.database, { hash: 'l', location_types: {}, checklists: [checklist] });
});

async function handedIn() {
  let draft: Draft = {
    ...{ id: 'd1', organisation: SCHOOL.id, point: 'p1', checklist: 'ck', version: 1 },
    ...{ started_ms: 1, presence: { way: 'none', code: null, at_ms: 1 }, supervisor: null },
    ...{ answers: {}, at_camera: null },
  };
  draft = answered(draft, 'door', 'ok', 'fail');
  draft = answered(draft, 'lamp', 'ok', 'pass');
  draft = answered(draft, 'sign', 'ok', 'na');
  const { id } = await submitInspection(noted(draft, 'door', '纸箱堵门'), drawing);
  return await receiptView(id);
}

test('what does not apply and what was left blank was not checked', async () => {
  expect((await handedIn())?.tally).toEqual({ checked: 2, failed: 1, na: 1, blank: 1 });
});

test('a finding is called as its finder wrote it, not as the rule that it breaks', async () => {
  expect((await handedIn())?.findings.map(({ title }) => title)).toEqual(['纸箱堵门']);
});
