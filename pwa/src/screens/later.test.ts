// Promises of what is loaded later: what cannot be fetched says so in words, and comes once there is a line.
// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { expect, test, vi } from 'vitest';
import { defineComponent, h, type Component } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import { later, laterSheet } from './later';

const WORDS = '这部分还没下载完，连上网络再试';
const Sheet = defineComponent({ render: () => h('p', '签名') });

/** Its file comes only when there is a line. */
function fileOf(screen: Component) {
  const load = vi.fn<() => Promise<{ __esModule: true; default: Component }>>();
  load.mockRejectedValueOnce(new TypeError('Failed to fetch dynamically imported module'));
  load.mockResolvedValue({ __esModule: true, default: screen });
  return load;
}

function shown(part: Component) {
  const pages = [{ path: '/', component: Sheet }];
  const router = createRouter({ history: createMemoryHistory(), routes: pages });
  const config = { errorHandler: () => undefined, warnHandler: () => undefined };
  const page = mount(() => h('main', h(part)), { global: { plugins: [router], config } });
  return page.get('main');
}

test('a screen that cannot be fetched says so, and comes when it is tried again', async () => {
  const page = shown(later(fileOf(Sheet)));
  await vi.waitFor(() => {
    expect(page.text()).toContain(WORDS);
  });

  await page.get('button').trigger('click');

  await vi.waitFor(() => {
    expect(page.text()).toBe('签名');
  });
});

test('a sheet that cannot be fetched is no dead tap, and opens the next time', async () => {
  const sheet = laterSheet(fileOf(Sheet));
  const page = shown(sheet);
  await vi.waitFor(() => {
    expect(page.text()).toContain(WORDS);
  });

  const again = shown(sheet);
  await vi.waitFor(() => {
    expect(again.text()).toBe('签名');
  });
});
