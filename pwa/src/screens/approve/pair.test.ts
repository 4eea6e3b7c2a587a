// Promise of the batch: nobody signs “I have seen the photos” over photos that were not there.
// @vitest-environment happy-dom
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { allTexts } from '../../i18n';
import type { HazardView } from '../../store/hazards';
import type { HazardRow } from '../../wire/wire';
import BatchPair from './BatchPair.vue';

vi.mock('../../store/account', () => ({ current: () => ({ database: null }) }));
vi.mock('../../store/photos', () => ({ photoBytes: () => Promise.resolve(null) }));

let reach: () => void;

beforeAll(allTexts);

beforeEach(() => {
  class Observer {
    constructor(tell: (entries: { isIntersecting: boolean }[]) => void) {
      reach = () => {
        tell([{ isIntersecting: true }]);
      };
    }
    observe() {
      return undefined;
    }
    disconnect() {
      return undefined;
    }
  }
  vi.stubGlobal('IntersectionObserver', Observer);
});

async function pair(change: Partial<HazardRow> = {}) {
  const row = {
    ...{ id: 'h', organisation: 'o', point_name: '', state: 'rechecked', grade: 'general' },
    ...{
      before: ['aa'],
      after: ['bb'],
      captures: { aa: 'live', bb: 'file' },
      events: [],
      names: {},
      note: '',
      item_text: { zh: '一', en: 'one' },
    },
    ...change,
  } as unknown as HazardRow;
  const view = { row, moves: [] } as unknown as HazardView;
  const shown = mount(BatchPair, { props: { view, place: '' } });
  await flushPromises();
  return shown;
}

const image = (shown: VueWrapper, hash: string) => shown.get(`img[src*="${hash}"]`);

test('a pair is seen once both pictures are there and it was scrolled to', async () => {
  const shown = await pair();

  reach();
  await image(shown, 'aa').trigger('load');
  expect(shown.emitted('seen')).toBeUndefined();

  await image(shown, 'bb').trigger('load');
  expect(shown.emitted('seen')).toHaveLength(1);
});

test('a picture that did not come keeps the pair unseen, says why, and may come later', async () => {
  const shown = await pair();

  reach();
  await image(shown, 'aa').trigger('load');
  await image(shown, 'bb').trigger('error');
  expect(shown.emitted('seen')).toBeUndefined();
  expect(shown.text()).toContain('还不能签');

  window.dispatchEvent(new Event('online'));
  await flushPromises();
  await image(shown, 'bb').trigger('load');
  expect(shown.emitted('seen')).toHaveLength(1);
  expect(shown.text()).not.toContain('还不能签');
});

test('a hazard that never had a photo before is not waited for', async () => {
  const shown = await pair({ before: [] });

  reach();
  await image(shown, 'bb').trigger('load');

  expect(shown.emitted('seen')).toHaveLength(1);
});

test('a photo from the album is said to be one, a photo taken there needs no word', async () => {
  const shown = await pair();

  expect(shown.findAll('.doubtful').map((each) => each.text())).toEqual(['相册选取']);
});
