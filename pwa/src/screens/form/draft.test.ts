// The green word at the top of the form is only there while everything is on the disk.
// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { expect, test, vi } from 'vitest';
import { defineComponent, h } from 'vue';
import { saveDraft } from '../../actions/save-draft';
import type { Draft } from '../../domain/inspection';
import { NotKept } from '../../store/database';
import { useKeeping } from './draft';
import FormTop from './FormTop.vue';

vi.mock('../../actions/save-draft', () => ({ saveDraft: vi.fn(), draftSaved: vi.fn() }));

const draft = (id: string): Draft => ({
  ...{ id, organisation: 'o', point: 'p', checklist: 'ck', version: 1, started_ms: 1 },
  ...{ presence: { way: 'none', code: null, at_ms: 1 }, supervisor: null },
  ...{ answers: {}, at_camera: null },
});
const words = { zh: '一', en: 'one' };
const form = {
  point: null,
  checklist: {
    ...{ id: 'ck', version: 1, title: words, location_types: [], frequency: 'daily' as const },
    ...{ frequency_text: words, checker: words, roles: [], minutes: 1, sections: [] },
  },
};

function top() {
  let keep: (next: Draft) => Promise<void> = () => Promise.resolve();
  const shown = mount(
    defineComponent(() => {
      const keeping = useKeeping();
      ({ keep } = keeping);
      return () => h(FormTop, { form, sections: [], saved: keeping.saved.value });
    }),
  );
  return { shown, keep };
}

test('a full phone is not said to have kept anything, until it has', async () => {
  const { shown, keep } = top();
  expect(shown.text()).toContain('草稿已存');

  vi.mocked(saveDraft).mockRejectedValueOnce(new NotKept('store.full'));
  await keep(draft('a'));
  await shown.vm.$nextTick();
  expect(shown.text()).toContain('没存上');
  expect(shown.text()).not.toContain('草稿已存');

  await keep(draft('b'));
  await shown.vm.$nextTick();
  expect(shown.text()).toContain('草稿已存');
});
