// Promises of the side panel: keys lead into it, and Esc leads back to where it was opened.
// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { defineComponent, h, nextTick, ref } from 'vue';
import { expect, test } from 'vitest';
import SidePanel from './SidePanel.vue';

const isOpen = ref(false);
const Desk = defineComponent({
  setup: () => () => [
    h('button', { onClick: () => (isOpen.value = true) }, '三号教学楼'),
    isOpen.value &&
      h(
        SidePanel,
        { title: '一层西侧楼梯间', close: '关闭', onClose: () => (isOpen.value = false) },
        { default: () => '点位' },
      ),
  ],
});

test('opening it by key moves there; Esc closes it and returns to the row', async () => {
  const desk = mount(Desk, { attachTo: document.body });
  const row = desk.get('button');
  row.element.focus();

  await row.trigger('click');
  await nextTick();
  expect(document.activeElement?.textContent).toBe('一层西侧楼梯间');

  await desk.get('h2').trigger('keydown', { key: 'Escape' });
  await nextTick();
  expect(desk.find('h2').exists()).toBe(false);
  expect(document.activeElement).toBe(row.element);
});
