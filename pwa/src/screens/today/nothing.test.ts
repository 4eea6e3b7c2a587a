// Promises of a day without points: what waits for this person elsewhere comes first.
// @vitest-environment happy-dom
import { flushPromises, mount, RouterLinkStub } from '@vue/test-utils';
import { beforeAll, expect, test, vi } from 'vitest';
import { allTexts } from '../../i18n';
import NothingToday from './NothingToday.vue';

const { views } = vi.hoisted(() => ({ views: vi.fn() }));
vi.mock('../../store/account', async (real) => ({
  ...(await real<object>()),
  current: () => ({ roles: ['principal'] }),
}));
vi.mock('../../store/hazards', async (real) => ({ ...(await real<object>()), hazards: views }));
vi.mock('../../store/live', async () => {
  const { shallowRef } = await import('vue');
  return {
    useLive: (read: () => Promise<unknown>, _stores: unknown, first: unknown) => {
      const now = shallowRef(first);
      void read().then(
        (value) => {
          now.value = value;
        },
        () => undefined,
      );
      return now;
    },
  };
});

beforeAll(allTexts);

const view = (mine: boolean, ...moves: string[]) => ({
  mine,
  moves: moves.map((move) => ({ move, blocked: null })),
});

async function ways(...found: object[]) {
  views.mockResolvedValue(found);
  const screen = mount(NothingToday, { global: { stubs: { RouterLink: RouterLinkStub } } });
  await flushPromises();
  return screen.findAllComponents(RouterLinkStub).map((link) => [link.props('to'), link.text()]);
}

test('hazards to approve and hazards to handle each have their way and number', async () => {
  const found = await ways(
    ...[view(true, 'approve'), view(true, 'approve'), view(true, 'recheck'), view(false)],
  );

  expect(found).toEqual([
    ['/approve', '有 2 件隐患等您审批'],
    ['/hazards', '有 1 件隐患等您办'],
  ]);
});

test('nobody is sent where nothing waits', async () => {
  expect(await ways(view(false))).toEqual([]);
});
