// Promise to whose work was declined: it does not vanish, but says who declined it, when and why.
// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { allTexts } from '../../i18n';
import { declinedList } from '../../sync/queries';
import { somebody, wipePhone } from '../../testing/phone';
import type { HeldRow } from '../../wire/wire';
import DeclinedList from './DeclinedList.vue';

vi.mock('../../sync/queries', () => ({ declinedList: vi.fn() }));

const row: HeldRow = {
  ...{ id: 'o', name: 'inspection.submit', person: 'p', person_name: '周老师', captured_ms: 1 },
  ...{ received_ms: 2, code: 'op.device_lost', journal_no: 7, hazard: null, number: null },
  ...{ what: { zh: '每日防火巡查', en: 'Patrol' }, found: '', point_name: '东门', named: null },
  note: '',
  decision: {
    ...{ person_name: '王老师', decided_ms: 3, reason: '本人说没有去过' },
    ...{ verdict: 'refused', code: 'op.declined', journal_no: 8 },
  },
};

beforeAll(allTexts);
beforeEach(async () => {
  await wipePhone();
  await somebody();
});

test('who declined what, when and why is told', async () => {
  vi.mocked(declinedList).mockResolvedValue([row]);
  const list = mount(DeclinedList);

  await vi.waitFor(() => {
    expect(list.text()).toContain('东门');
  });
  for (const words of ['每日防火巡查', '王老师', '01-01', '本人说没有去过']) {
    expect(list.text()).toContain(words);
  }
});

test('where nothing was declined nothing is said', async () => {
  vi.mocked(declinedList).mockResolvedValue([]);
  const list = mount(DeclinedList);

  await vi.waitFor(() => {
    expect(declinedList).toHaveBeenCalled();
  });
  expect(list.text()).toBe('');
});
