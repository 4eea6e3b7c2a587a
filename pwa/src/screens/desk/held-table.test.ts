// Promise of what waits for a release: five columns, and it is opened before it is decided.
// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { beforeAll, expect, test, vi } from 'vitest';
import { allTexts } from '../../i18n';
import type { HeldRow } from '../../wire/wire';
import HeldTable from './HeldTable.vue';

vi.mock('../../store/account', () => ({ isOpen: () => false }));

beforeAll(allTexts);

const row: HeldRow = {
  ...{ id: 'o', name: 'hazard.rectify', person: 'p', person_name: '周老师', captured_ms: 1 },
  ...{ received_ms: 2, code: 'op.too_old', journal_no: 7, hazard: null, number: '2026-0012' },
  ...{ what: null, found: '堆物', point_name: '东门', named: null, note: '已清走', decision: null },
};

test('person and point, both times share a column, so that all of it fits', async () => {
  const table = mount(HeldTable, { props: { rows: [row], asked: [] } });

  expect(table.findAll('th').map((each) => each.text())).toEqual([
    ...['内容', '谁', '时间', '为什么停在这里', '处理'],
  ]);
  const [what, who, when, , act] = table.findAll('td');
  expect(what?.text()).toContain('已清走');
  expect(who?.text()).toBe('周老师东门');
  expect(when?.text()).toMatch(/收到 .* · 流水第 7 号$/);

  const [look] = act?.findAll('button') ?? [];
  expect(look?.text()).toBe('查看并处理');
  await look?.trigger('click');
  expect(table.emitted('open')).toEqual([['o']]);
});
