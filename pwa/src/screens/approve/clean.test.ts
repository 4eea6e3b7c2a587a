// Promise of the list to be signed together: the row opens its hazard, only the box takes it out.
// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils';
import { beforeAll, expect, test, vi } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';
import { allTexts } from '../../i18n';
import type { HazardView } from '../../store/hazards';
import CleanRow from './CleanRow.vue';
import { left, turn } from './left';

vi.mock('../../store/account', () => ({ current: () => ({ database: null }) }));
vi.mock('../../store/photos', () => ({ photoBytes: () => Promise.resolve(null) }));

beforeAll(allTexts);

async function shown() {
  const row = { id: 'h', point_name: '', before: [], after: [], events: [], note: '堆物' };
  const view = { row, moves: [] } as unknown as HazardView;
  const routes = [{ path: '/:all(.*)*', component: {} }];
  const router = createRouter({ history: createMemoryHistory(), routes });
  const global = { plugins: [router] };
  const list = mount(CleanRow, { props: { view, modelValue: true }, global });
  await flushPromises();
  return { list, router };
}

test('a press on the row opens the hazard and keeps its tick', async () => {
  const { list, router } = await shown();

  await list.get('.title').trigger('click');
  await flushPromises();

  expect(router.currentRoute.value.path).toBe('/hazards/h');
  expect(list.emitted('update:modelValue')).toBeUndefined();
});

test('the box takes it out', async () => {
  const { list } = await shown();

  await list.get('input').trigger('change');

  expect(list.emitted('update:modelValue')).toEqual([[false]]);
});

test('what was left out stays out until it is ticked again', () => {
  turn('a', false);
  turn('b', false);
  turn('a', true);

  expect(left.value).toEqual(['b']);
});
