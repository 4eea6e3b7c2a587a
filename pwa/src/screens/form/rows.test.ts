// Promises of a form: what is typed is in the draft on the disk, in a plain section as in the rows of one that repeats.
// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';
import { putDraft, draft as draftOf } from '../../store/drafts';
import type { Checklist, Field } from '../../domain/checklist';
import { answerOf, type Draft } from '../../domain/inspection';
import type { Account } from '../../store/account';
import { keepLibrary } from '../../store/pulled';
import { SCHOOL, somebody, wipePhone } from '../../testing/phone';
import FormScreen from './FormScreen.vue';

const words = (zh: string) => ({ zh, en: zh });
const number = (key: string, more: object = {}): Field => ({
  ...{ key, type: 'number', label: words(key) },
  ...more,
});
const item = (key: string, at: number, fields: Field[]) => ({
  ...{ key, number: at, text: words(key), photo: 'never' as const, basis: [], mark: '' },
  fields,
});
const checklist: Checklist = {
  ...{ id: 'ck', version: 1, title: words('留样'), location_types: ['canteen'] },
  ...{
    frequency: 'daily',
    frequency_text: words('每日'),
    checker: words('一'),
    roles: ['inspector'],
  },
  minutes: 3,
  sections: [
    {
      ...{ key: 'night', title: words('点名') },
      items: [
        item('roll', 1, [
          number('应到'),
          number('实到'),
          number('请假'),
          number('未归', {
            difference_of: ['应到', '实到', '请假'],
            fail_when: { above: { max: 0 } },
          }),
          number('菜数', { rows_of: 'dishes', required: false }),
        ]),
      ],
    },
    {
      ...{ key: 'dishes', title: words('样品') },
      repeat: { row: words('菜品'), max: 3 },
      items: [item('weight', 2, [number('克数')])],
    },
    {
      ...{ key: 'staff', title: words('晨检') },
      repeat: { row: words('人员'), max: 3, restricted: true },
      items: [
        {
          ...item('fever', 3, [number('体温', { fail_when: { above: { max: 37.2 } } })]),
          ...{ grade: 'larger' as const, fix_on_spot: true },
        },
      ],
    },
  ],
};
const begun: Draft = {
  ...{ id: 'd1', organisation: SCHOOL.id, point: 'p1', checklist: 'ck', version: 1 },
  ...{ started_ms: 1, presence: { way: 'none', code: null, at_ms: 1 }, supervisor: null },
  ...{ answers: {}, at_camera: null },
};
let account: Account;

beforeEach(async () => {
  await wipePhone();
  account = await somebody();
  await keepLibrary(account.database, { hash: 'l', location_types: {}, checklists: [checklist] });
  await putDraft(account.database, begun);
});

async function opened() {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: ['/check/:draft', '/sync'].map((path) => ({ path, component: FormScreen })),
  });
  await router.push('/check/d1');
  const page = mount(FormScreen, { global: { plugins: [router] }, attachTo: document.body });
  await vi.waitFor(() => {
    expect(page.text()).toContain('加一个菜品');
  });
  const kept = async () => (await draftOf('d1')) ?? begun;
  const press = async (label: string) => {
    const button = page.findAll('button').find((each) => each.text().includes(label));
    if (!button) throw new Error(`no button ${label}`);
    await button.trigger('click');
    await flushPromises();
  };
  return { page, kept, press };
}

/** As a browser tells it: letter by letter, and once more when the field is left. */
async function type(field: Awaited<ReturnType<typeof opened>>['page'], at: string, value: string) {
  const input = field.get(at);
  await input.setValue(value);
  await input.trigger('change');
  await flushPromises();
}

async function fill(page: Awaited<ReturnType<typeof opened>>['page'], ...values: string[]) {
  const inputs = page.get('[id="item-roll"]').findAll('input');
  for (const [at, value] of values.entries()) {
    await inputs[at]?.setValue(value);
    await inputs[at]?.trigger('change');
    await flushPromises();
  }
}

test('nobody subtracts: a difference comes by itself, is in the draft, and fails as typed ones do', async () => {
  const { page, kept } = await opened();

  await fill(page, '40', '38', '1');

  await vi.waitFor(() => {
    expect(page.get('[id="item-roll"]').text()).toContain('未归（自动算出）1');
  });
  await vi.waitFor(async () => {
    const values = { 应到: 40, 实到: 38, 请假: 1, 未归: 1 };
    expect(answerOf(await kept(), 'roll').values).toEqual(values);
  });
  await fill(page, '40', '38', '');
  await vi.waitFor(async () => {
    expect(answerOf(await kept(), 'roll').values).toEqual({ 应到: 40, 实到: 38 });
  });
});

test('nobody is fewer than nobody, and the form says so', async () => {
  const { page, press } = await opened();

  await fill(page, '40', '-1', '0');

  expect(page.get('[id="item-roll"]').text()).toContain('不能小于 0');
  await press('提交');
  expect(page.get('[id="item-roll"]').text()).toContain('还没答');
});

test('a count that is not that of the rows below is told before signing', async () => {
  const { page, press } = await opened();

  await fill(page, '40', '40', '0', '2');
  await press('提交');

  expect(page.get('[id="item-roll"]').text()).toContain('下面登记了 0 个，补登或改数');
});

test('a row is added, named and answered, and goes after one question', async () => {
  const { page, kept, press } = await opened();

  await press('加一个菜品');
  await vi.waitFor(() => {
    expect(page.find('[id="item-dishes+1"] input').exists()).toBe(true);
  });
  await type(page, '[id="item-dishes+1"] input', '红烧肉');
  await type(page, '[id="item-weight/1"] input', '130');
  const filled = await kept();
  await page.get('button.remove').trigger('click');
  expect((await kept()).rows?.['dishes']).toHaveLength(1);
  await press('删掉，填的也删');

  expect(filled.rows?.['dishes']).toEqual([{ id: '1', name: '红烧肉' }]);
  expect(answerOf(filled, 'weight/1').values).toEqual({ 克数: 130 });
  await vi.waitFor(async () => {
    expect((await kept()).rows?.['dishes']).toEqual([]);
  });
});

test('who is unfit for work is told in words: no photo, no grade, no quick fix', async () => {
  const { page, press } = await opened();

  await press('加一个人员');
  await vi.waitFor(() => {
    expect(page.find('[id="item-fever/1"] input').exists()).toBe(true);
  });
  await type(page, '[id="item-fever/1"] input', '38');

  const card = page.get('[id="item-fever/1"]');
  expect(card.text()).toContain('怎么处理的');
  expect(card.text()).not.toMatch(/照片|建议|当场改好/);
});
