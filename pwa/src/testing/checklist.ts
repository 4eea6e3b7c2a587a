// A checklist with one item, for tests: what matters to them is only how that item is asked.
import type { Checklist, Item } from '../domain/checklist';

const words = { zh: '一', en: 'one' };

export function checklistOf(item: Pick<Item, 'key' | 'photo' | 'fields'>): Checklist {
  return {
    ...{ id: 'ck', version: 1, title: words, location_types: ['exit'], frequency: 'daily' },
    ...{ frequency_text: words, checker: words, roles: ['inspector'], minutes: 3 },
    sections: [
      {
        key: 's',
        title: words,
        items: [{ number: 1, text: words, basis: [], mark: '否', ...item }],
      },
    ],
  };
}
