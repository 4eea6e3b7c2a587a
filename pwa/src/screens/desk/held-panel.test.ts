// Promise of what waits for a release: all it says is on the page where it is decided.
// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { decideHeld } from '../../actions/decide-held';
import { allTexts } from '../../i18n';
import { heldContent } from '../../sync/queries';
import { SCHOOL, somebody, wipePhone } from '../../testing/phone';
import { checklistOf } from '../../testing/checklist';
import { checklist } from '../../store/checklists';
import type { HeldContent, HeldRow } from '../../wire/wire';
import HeldPanel from './HeldPanel.vue';

vi.mock('../../sync/queries', () => ({ heldContent: vi.fn() }));
vi.mock('../../actions/decide-held', () => ({ decideHeld: vi.fn() }));
vi.mock('../../store/checklists', () => ({ checklist: vi.fn() }));

const row: HeldRow = {
  ...{ id: 'o', name: 'hazard.assign', person: 'p', person_name: '周老师', captured_ms: 1 },
  ...{ received_ms: 2, code: 'op.too_old', journal_no: 7, hazard: null, number: '2026-0012' },
  ...{ what: null, found: '堆物', point_name: '东门', named: null, note: '', decision: null },
};
const said: HeldContent = {
  ...{ id: 'o', name: 'hazard.assign', is_read: true, texts: {}, inspection: null },
  args: {
    ...{ hazard: 'h', seen: 3, owner: 'nobody', deadline_ms: 0, measures: '清走', funds_yuan: 50 },
    photos: [{ sha256: 'a' }],
  },
  signature: { width: 10, height: 10, strokes: [[1, 1, 2, 2]] },
};
const form = checklistOf({
  key: 'exit',
  photo: 'never',
  fields: [{ key: 'result', type: 'pass_fail', fail_when: { not_pass: true } }],
});
const record: HeldContent['inspection'] = {
  ...{ id: 'i', organisation: SCHOOL.id, point: 'p', checklist: 'ck', version: 1, person: 'a' },
  ...{ captured_ms: 9, received_ms: 9, started_ms: 0, failed: 1, items: 1, missing: ['a', 'b'] },
  ...{ signers: 1, countersigned_by: null, countersigned_ms: null, countersigner_name: null },
  ...{ point_name: '东门', person_name: '甲', title: form.title, presence: 'scan', body_hash: '' },
  answers: [
    {
      ...{ item: 'exit', row: '', values: { result: 'fail' }, note: '出口锁着', photos: [] },
      fixed: null,
    },
  ],
  ...{
    signature: said.signature,
    texts: {},
    journal_no: 1,
    hash: '',
    second: null,
    release: null,
    hazards: [],
  },
};

beforeAll(allTexts);
beforeEach(async () => {
  await wipePhone();
  await somebody();
});

async function panelOf(content: HeldContent, word = '整改人') {
  vi.mocked(heldContent).mockResolvedValue(content);
  const panel = mount(HeldPanel, { props: { row, asked: false } });
  await vi.waitFor(() => {
    expect(panel.text()).toContain(word);
  });
  await flushPromises();
  return panel;
}

test('a held move tells its arguments in words, its photos that have not come and its signature', async () => {
  const panel = await panelOf(said);

  for (const words of ['整改人不是本校的人', '措施清走', '资金（元）50', '1 张照片还在手机上']) {
    expect(panel.text()).toContain(words);
  }
  expect(panel.find('svg[role="img"]').exists()).toBe(true);
});

test('a held form tells every answer with its note', async () => {
  vi.mocked(checklist).mockResolvedValue(form);

  const panel = await panelOf({ ...said, args: {}, inspection: record }, '出口锁着');

  for (const words of ['出口锁着', '不合格', '2 张照片还在手机上']) {
    expect(panel.text()).toContain(words);
  }
});

test('what cannot be read says so', async () => {
  const panel = await panelOf({ ...said, is_read: false, args: {}, signature: null }, '读不出来');

  expect(panel.text()).toContain('这条记录读不出来');
});

test('it is decided where it was read, with a reason', async () => {
  const panel = await panelOf(said);

  await panel
    .findAll('button')
    .find((each) => each.text() === '不放行')
    ?.trigger('click');
  await panel.find('form input, form textarea').setValue('不是他');
  await panel.find('form').trigger('submit');
  await flushPromises();

  expect(vi.mocked(decideHeld)).toHaveBeenCalledWith('decline', 'o', '不是他');
  expect(panel.emitted('decided')).toEqual([['o']]);
});
