// Promises of the table: a desk without a mouse can walk it, and a tick is not a press on the row.
// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { expect, test } from 'vitest';
import DataTable from './DataTable.vue';

const rows = [
  { id: '1', group: '三号教学楼', name: '一层西侧楼梯间' },
  { id: '2', group: '三号教学楼', name: '二层东侧安全出口' },
  { id: '3', group: '食堂', name: '第一食堂后厨' },
];

function table() {
  return mount(DataTable, {
    attachTo: document.body,
    props: {
      columns: [{ key: 'name', label: '点位名称', main: true }],
      rows,
      caption: '点位',
      tick: '全选',
    },
    slots: { name: '<span>点位</span>' },
  });
}

test('a press anywhere on a row opens it once', async () => {
  const points = table();

  await points.findAll('tr.row')[1]?.trigger('click');
  await points.findAll('.opener')[2]?.trigger('click');

  expect(points.emitted('open')).toEqual([[rows[1]], [rows[2]]]);
});

test('the arrow keys walk from row to row', async () => {
  const points = table();
  const [first, second] = points.findAll<HTMLElement>('.opener');
  first?.element.focus();

  await first?.trigger('keydown', { key: 'ArrowDown' });

  expect(document.activeElement).toBe(second?.element);
});

test('ticking a row does not open it', async () => {
  const points = table();

  await points.get('tr.row input').trigger('click');

  expect(points.emitted('open')).toBeUndefined();
});

test('the box in the head ticks all rows', async () => {
  const points = table();

  await points.get('thead input').setValue(true);

  expect(points.emitted('update:ticked')).toEqual([[['1', '2', '3']]]);
});

test('a group is named once, above its first row', () => {
  const points = table();

  expect(points.findAll('.group').map((group) => group.text())).toEqual(['三号教学楼', '食堂']);
});
