// Promise of the list to be signed together: the row opens its hazard, only the box takes it out.
// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils';
import { beforeAll, expect, test, vi } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';
import { allTexts } from '../../i18n';
import type { HazardView } from '../../store/hazards';
import CleanRow from './CleanRow.vue';
import { isLeft, turn } from './left';

const phone = vi.hoisted(() => ({ account: { database: { name: 'a' } } }));
vi.mock('../../store/account', () => ({ current: () => phone.account }));
vi.mock('../../store/photos', () => ({ photoBytes: () => Promise.resolve(null) }));

beforeAll(allTexts);

async function shown(beside?: string) {
  const row = { id: 'h', point_name: '', before: [], after: [], events: [], note: '堆物' };
  const view = { row, moves: [] } as unknown as HazardView;
  const routes = [{ path: '/:all(.*)*', component: {} }];
  const router = createRouter({ history: createMemoryHistory(), routes });
  const global = { plugins: [router] };
  const list = mount(CleanRow, {
    props: { view, modelValue: true, ...(beside && { beside }) },
    global,
  });
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

test('at a desk the row opens its hazard beside the list', async () => {
  const { list, router } = await shown('/desk/approve?id=h');

  await list.get('.title').trigger('click');
  await flushPromises();

  expect(router.currentRoute.value.fullPath).toBe('/desk/approve?id=h');
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

  expect(['a', 'b'].filter(isLeft)).toEqual(['b']);
});

test('what one account of a phone left out is still ticked in the other', () => {
  const first = phone.account;
  turn('c', false);

  phone.account = { database: { name: 'b' } };
  expect(isLeft('c')).toBe(false);

  phone.account = { ...first };
  expect(isLeft('c')).toBe(true);
});
