// Promises of the views of a list: many of them never lie beyond the edge of a phone.
// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { expect, test } from 'vitest';
import TabRow from './TabRow.vue';
import type { View } from './types';

const views: View[] = ['未销号', '等我办', '已逾期', '3 天内到期', '待定级', '待指定'].map(
  (label, at) => ({ id: String(at), label, count: at }),
);

test('many views can be chosen from a list too, which a phone shows instead of the row', async () => {
  const row = mount(TabRow, { props: { views, label: '隐患', modelValue: '0' } });
  const list = row.get('select');

  expect(list.findAll('option').map((one) => one.text())).toContain('3 天内到期 3');
  await list.setValue('5');

  expect(row.emitted('update:modelValue')).toEqual([['5']]);
});

test('a few views stay a row', () => {
  const row = mount(TabRow, {
    props: { views: views.slice(0, 2), label: '人员', modelValue: '0' },
  });

  expect(row.find('select').exists()).toBe(false);
});
