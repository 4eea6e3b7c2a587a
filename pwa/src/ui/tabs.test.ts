// What a red number on a tab means is told to those who hear the page.
// @vitest-environment happy-dom
import { mount, RouterLinkStub } from '@vue/test-utils';
import { expect, test } from 'vitest';
import TabBar from './TabBar.vue';

test('a badge is read with the word it belongs to', () => {
  const bar = mount(TabBar, {
    props: {
      ...{ current: '/', label: '主要页面' },
      tabs: [
        { to: '/', label: '今日', icon: 'today' },
        { to: '/hazards', label: '隐患', icon: 'alert', badge: 4 },
      ],
      waiting: (tab, n) => `${tab}，${n} 条待办`,
    },
    global: { stubs: { RouterLink: RouterLinkStub } },
  });

  const [today, hazards] = bar.findAll('.tab');

  expect(today?.attributes('aria-label')).toBeUndefined();
  expect(hazards?.attributes('aria-label')).toBe('隐患，4 条待办');
});
