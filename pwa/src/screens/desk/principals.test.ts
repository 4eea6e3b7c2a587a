// Promise of an appointment: who makes a second principal is asked first, and told what it means.
// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { allTexts } from '../../i18n';
import type { PersonListRow, Role } from '../../wire/wire';
import PersonForm from './PersonForm.vue';
import { principalsOf } from './principals';

const phone = vi.hoisted(() => ({ pages: [] as object[], granted: [] as string[] }));
vi.mock('../../store/account', () => ({
  current: () => ({ person: 'me' }),
  isOpen: () => false,
}));
vi.mock('../../sync/queries', () => ({ peopleList: () => Promise.resolve(phone.pages.shift()) }));
vi.mock('./changes', () => ({ useKept: () => ({ isMade: { value: false }, isKept: false }) }));
vi.mock('../../actions/people', () => ({
  grantRole: (_person: object, role: string) => Promise.resolve(phone.granted.push(role)),
}));

const somebody = (name: string, roles: Role[], more: object = {}) =>
  ({
    ...{ id: name, name, roles, phone: null, left: false, delegation: null, devices: [] },
    ...more,
  }) as unknown as PersonListRow;
const until_ms = Date.now() + 86_400_000;

beforeAll(allTexts);

beforeEach(() => {
  const standIn = somebody('赵副校长', ['principal'], { delegation: { from_ms: 0, until_ms } });
  phone.pages = [
    { rows: [somebody('王老师', ['safety_office']), standIn], next: 'more' },
    { rows: [somebody('陈校长', ['principal'])], next: null },
  ];
});

afterEach(() => {
  phone.granted.splice(0);
});

async function appoint() {
  const form = mount(PersonForm, {
    props: {
      ...{ person: somebody('赵副校长', ['vice_principal']), organisation: 's' },
      givable: ['vice_principal', 'principal'],
    },
  });
  await form.get('input[value=principal]').setValue(true);
  await form.get('form').trigger('submit');
  await flushPromises();
  return form;
}

test('the one in office is found on whatever page, a stand-in is none', async () => {
  expect(await principalsOf('s')).toEqual(['陈校长']);
});

test('a second principal is not appointed before it was said who is in office', async () => {
  const form = await appoint();

  expect(phone.granted).toEqual([]);
  expect(form.text()).toContain('本校已有校长 陈校长（在任）');

  await form.get('button.danger').trigger('click');
  await flushPromises();

  expect(phone.granted).toEqual(['principal']);
});

test('where there is none, nobody is asked', async () => {
  phone.pages = [{ rows: [somebody('王老师', ['safety_office'])], next: null }];

  await appoint();

  expect(phone.granted).toEqual(['principal']);
});
