// Promises of enrolment: a PIN is set once, and who only wanted to look finds the way back.
// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';
import { allTexts } from '../../i18n';
import CodeStep from './CodeStep.vue';
import EnrolScreen from './EnrolScreen.vue';
import PinStep from './PinStep.vue';

const { enrol, here } = vi.hoisted(() => ({ enrol: vi.fn(), here: vi.fn() }));
vi.mock('../../actions/enrol', () => ({ enrol }));
vi.mock('../../actions/switch-account', () => ({ accountsHere: here }));

class Refused extends Error {
  code = 'session.code';
}

beforeAll(allTexts);

beforeEach(() => {
  here.mockResolvedValue([]);
  enrol.mockReset().mockRejectedValue(new Refused());
});

afterEach(() => {
  document.body.innerHTML = '';
});

async function shown() {
  const routes = [{ path: '/e', name: 'enrol', component: EnrolScreen }];
  const router = createRouter({ history: createMemoryHistory(), routes });
  await router.push('/e');
  const screen = mount(EnrolScreen, { global: { plugins: [router] } });
  await flushPromises();
  return screen;
}

test('after a wrong code the next one is tried with the PIN that was set already', async () => {
  const screen = await shown();
  screen.getComponent(CodeStep).vm.$emit('found', '7K2MQ4ZT9XAB');
  await flushPromises();
  screen.getComponent(PinStep).vm.$emit('chosen', '274951');
  await flushPromises();
  expect(screen.getComponent(CodeStep).props('problem')).not.toBe('');

  screen.getComponent(CodeStep).vm.$emit('found', '7K2MQ4ZT9XAC');
  await flushPromises();

  expect(enrol.mock.calls).toMatchObject([
    [{ code: '7K2MQ4ZT9XAB', pin: '274951' }],
    [{ code: '7K2MQ4ZT9XAC', pin: '274951' }],
  ]);
});

test.each([
  [0, false],
  [1, true],
])('with %d accounts on the phone there is a way back: %s', async (n, isThere) => {
  here.mockResolvedValue(new Array(n).fill({ id: 'a' }));

  const screen = await shown();

  expect(screen.find('button[aria-label="返回"]').exists()).toBe(isThere);
});
