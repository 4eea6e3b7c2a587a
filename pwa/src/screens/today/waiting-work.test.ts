// Promises of 今日: what waits for this person beside the round is one tap away.
// @vitest-environment happy-dom
import { flushPromises, mount, RouterLinkStub } from '@vue/test-utils';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { allTexts } from '../../i18n';
import WaitingWork from './WaitingWork.vue';

const { views, records } = vi.hoisted(() => ({ views: vi.fn(), records: vi.fn() }));
vi.mock('../../store/hazards', async (real) => ({ ...(await real<object>()), hazards: views }));
vi.mock('../../store/countersigning', async (real) => ({
  ...(await real<object>()),
  unsigned: records,
}));
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
beforeEach(() => {
  records.mockResolvedValue([]);
});

const view = (mine: boolean, ...moves: string[]) => ({
  mine,
  moves: moves.map((move) => ({ move, blocked: null })),
});

async function ways(...found: object[]) {
  views.mockResolvedValue(found);
  const screen = mount(WaitingWork, { global: { stubs: { RouterLink: RouterLinkStub } } });
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

test('records that wait for a second signature have theirs', async () => {
  records.mockResolvedValue([{ mine: true }, { mine: false }]);

  expect(await ways()).toEqual([['/countersign', '有 1 份检查等您会签']]);
});

test('nobody is sent where nothing waits', async () => {
  expect(await ways(view(false))).toEqual([]);
});
