// Promises of signing together: only what this person opened, and the sentence names each.
// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { shallowRef } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import { allTexts } from '../../i18n';
import type { Unsigned } from '../../store/countersigning';
import SignSheet from '../sign/SignSheet.vue';
import CountersignScreen from './CountersignScreen.vue';
import { isOpened, noteOpened } from './opened';

const phone = vi.hoisted(() => ({
  account: { database: {}, person: 'me', organisation: { tz: 'Asia/Shanghai' } },
  signed: vi.fn(() => Promise.resolve()),
}));
vi.mock('../../store/account', () => ({ current: () => phone.account, isOpen: () => true }));
vi.mock('../../actions/countersign', () => ({ countersign: phone.signed }));
vi.mock('../../store/live', () => ({ useLive: () => shallowRef(waiting) }));

const unsigned = (id: string, place: string, failed: number) =>
  ({
    row: { id, body_hash: id, organisation: 'o', items: 8, failed, captured_ms: 1 },
    ...{ title: null, place, by: '周老师', mine: true },
  }) as unknown as Unsigned;
const waiting = [unsigned('a', '东门', 0), unsigned('b', '食堂', 2), unsigned('c', '锅炉房', 0)];

beforeAll(allTexts);

beforeEach(() => {
  phone.account = { ...phone.account, database: {} };
  phone.signed.mockClear();
});

async function shown() {
  const routes = [{ path: '/:all(.*)*', component: {} }];
  const router = createRouter({ history: createMemoryHistory(), routes });
  await router.push('/countersign');
  const stubs = { AppStrip: true, SignSheet: { template: '<div class="sheet"><slot /></div>' } };
  const screen = mount(CountersignScreen, { global: { plugins: [router], stubs } });
  await flushPromises();
  return screen;
}

test('with none opened there is nothing to sign, only the hint to open them', async () => {
  const screen = await shown();

  expect(screen.text()).toContain('先点开看内容');
  expect(screen.text()).not.toContain('会签看过的');
  expect(screen.text()).not.toContain('已看过');
});

test('only the opened ones are signed together, and the sentence names each', async () => {
  noteOpened({ body_hash: 'a' });
  noteOpened({ body_hash: 'b' });
  const screen = await shown();
  expect(screen.text().match(/已看过/g)).toHaveLength(2);

  const [button] = screen.findAll('button').filter((each) => each.text() === '会签看过的 2 份');
  await button?.trigger('click');
  await flushPromises();
  expect(screen.get('.sheet').text()).toBe(
    '我会签这 2 份检查：东门（8 项，没有不合格）；食堂（8 项，2 项不合格）。',
  );

  const drawing = { width: 1, height: 1, strokes: [] };
  screen.getComponent(SignSheet).vm.$emit('done', drawing);
  await flushPromises();
  const rows = waiting.slice(0, 2).map(({ row }) => row);
  expect(phone.signed).toHaveBeenCalledExactlyOnceWith(rows, drawing);
});

test('what one account of a phone opened is not opened for the other', () => {
  noteOpened({ body_hash: 'a' });
  const first = phone.account;

  phone.account = { ...first, database: {} };
  expect(isOpened({ body_hash: 'a' })).toBe(false);

  phone.account = { ...first };
  expect(isOpened({ body_hash: 'a' })).toBe(true);
});

test('another form under the id of one that was opened has not been opened', () => {
  noteOpened({ body_hash: 'read' });

  expect(isOpened({ body_hash: 'exchanged' })).toBe(false);
});
