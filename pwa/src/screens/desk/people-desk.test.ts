// Promises of 待放行 without a line: that nothing waits is said only by who has asked.
// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils';
import { beforeAll, expect, test, vi } from 'vitest';
import { createRouter, createMemoryHistory } from 'vue-router';
import { allTexts } from '../../i18n';
import { Failed } from '../../sync/http';
import PeopleDesk from './PeopleDesk.vue';

const { heldList } = vi.hoisted(() => ({ heldList: vi.fn() }));
vi.mock('../../sync/queries', () => ({
  heldList,
  decidedList: () => Promise.resolve({ rows: [] }),
  peopleList: () => Promise.resolve({ rows: [], next: null }),
  schools: () => Promise.resolve({ rows: [] }),
}));
vi.mock('../../store/account', async (real) => ({
  ...(await real<object>()),
  current: () => ({ roles: ['safety_office'], organisation: { id: 's', kind: 'school' } }),
}));
vi.mock('../../store/live', async () => {
  const { shallowRef } = await import('vue');
  return { useLive: (_read: unknown, _stores: unknown, first: unknown) => shallowRef(first) };
});

beforeAll(allTexts);

async function shown(): Promise<string> {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/', component: PeopleDesk }],
  });
  await router.push('/?view=held');
  const desk = mount(PeopleDesk, {
    global: {
      plugins: [router],
      stubs: { DeskShell: { template: '<div><slot name="bars" /><slot /></div>' } },
    },
  });
  await flushPromises();
  return desk.text();
}

test('nobody is told that nothing waits for a release while the server was not reached', async () => {
  heldList.mockRejectedValue(new Failed(0, 'network.offline'));

  const text = await shown();

  expect(text).not.toContain('没有等着放行的记录');
  expect(text).toContain('再试一次');
});

test('once the server has said so, it is said', async () => {
  heldList.mockResolvedValue({ rows: [] });

  expect(await shown()).toContain('没有等着放行的记录');
});
