// Promise of the history: who signed as a stand-in for the principal is named as one.
import { beforeAll, expect, test } from 'vitest';
import { allTexts } from '../../i18n';
import type { HazardView } from '../../store/hazards';
import type { HazardEvent } from '../../wire/wire';
import { history } from './history';

beforeAll(allTexts);

function approved(data: HazardEvent['data']) {
  const event = {
    id: 'e',
    kind: 'approve',
    person: 'p',
    applied: true,
    photos: [],
    note: '同意',
    captured_ms: 1,
  };
  const row = { names: { p: '副校长乙' }, events: [{ ...event, data }], note: '堆物' };
  const view = { row, state: 'struck_off', pending: [] } as unknown as HazardView;
  return history(view, 'me')[0]?.lines;
}

test('a deputy who approved is named as stand-in, the principal is not', () => {
  expect(approved({ stands_in: true })?.[0]).toBe('副校长乙 · 代理校长');
  expect(approved({})?.[0]).toBe('副校长乙');
});
