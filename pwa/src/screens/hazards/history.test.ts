// Promises of the history: who signed as a stand-in is named as one, and nothing is said that nobody said.
import { beforeAll, expect, test } from 'vitest';
import { allTexts } from '../../i18n';
import type { HazardView } from '../../store/hazards';
import type { HazardEvent } from '../../wire/wire';
import { deadlineOf } from './deadline';
import { history, returnOf } from './history';

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
  const view = { row, state: 'struck_off', pending: [], moves: [] } as unknown as HazardView;
  return history(view, 'me')[0]?.lines;
}

test('a deputy who approved is named as stand-in, the principal is not', () => {
  expect(approved({ stands_in: true })?.[0]).toBe('副校长乙 · 代理校长');
  expect(approved({})?.[0]).toBe('副校长乙');
});

const line = (kind: HazardEvent['kind'], more: Partial<HazardEvent> = {}) =>
  ({
    id: kind,
    kind,
    person: 'p',
    applied: true,
    photos: [],
    note: '',
    data: {},
    ...more,
  }) as HazardEvent;

test('a refusal is told until the work is done again', () => {
  const events = [line('rectify'), line('return', { note: '还堵着' })];
  const of = (state: HazardView['state'], all: HazardEvent[]) =>
    returnOf({ state, row: { events: all } as HazardView['row'] })?.note;

  expect(of('rectifying', events)).toBe('还堵着');
  expect(of('assigned', events)).toBe('还堵着');
  expect(of('rectified', events)).toBeUndefined();
  expect(of('rectifying', [...events, line('rectify')])).toBeUndefined();
});

test('what is found again and worse says how bad it is', () => {
  const of = (grade: unknown) => {
    const event = line('found_again', { data: { grade }, captured_ms: 1 });
    const row = { names: { p: '甲' }, events: [event], note: '堆物' };
    return history(
      { row, state: 'assessed', pending: [], moves: [] } as unknown as HazardView,
      'me',
    )[0]?.title;
  };

  expect([of('major'), of(null)]).toEqual(['再次查出 · 重大', '再次查出']);
});

test('who wrote no reason is given none', () => {
  const graded = line('assess', { data: { grade: 'general' }, captured_ms: 1 });
  const row = { names: { p: '甲' }, events: [graded], note: '', suggested_grade: 'general' };
  const view = {
    row: { ...row, item_text: { zh: '一', en: 'one' } },
    state: 'void',
    pending: [],
    moves: [],
  };

  expect(history(view as unknown as HazardView, 'me')[0]?.lines).toEqual([
    '甲',
    '没写理由，和建议一致',
  ]);
});

test('an asking to void that was taken back is not called refused', () => {
  const events = [
    line('void_deny', { id: 'a', role: 'asker', captured_ms: 1 }),
    line('void_deny', { id: 'b', role: 'principal', captured_ms: 1 }),
  ];
  const view = {
    row: { names: { p: '甲' }, events, note: '堆物' },
    state: 'void',
    pending: [],
    moves: [],
  };

  expect(history(view as unknown as HazardView, 'me').map(({ title }) => title)).toEqual([
    '撤回作废申请',
    '不同意作废',
  ]);
});

test.each([
  ['rectified', '整改人报已改好，按时'],
  ['rechecked', '已改好，按时'],
] as const)('work that is %s is said to be: %s', (state, words) => {
  const events = [line('rectify', { captured_ms: 5 })];
  const row = { deadline_ms: 10, found_ms: 1, suggested_deadline: null, events };
  const due = { kind: 'none', days: 0, hours: 0 };
  const view = { row, state, pending: [], due } as unknown as HazardView;

  expect(deadlineOf(view, 20).left).toBe(words);
});

test('the page counts lateness as approving does: against the first deadline, in full days', () => {
  const hour_ms = 3_600_000;
  const moved = [
    line('assign', { data: { deadline_ms: 10 } }),
    line('assign', { data: { deadline_ms: 99 * hour_ms } }),
  ];
  const said = (done_ms: number, ordered: HazardEvent[]) => {
    const events = [...ordered, line('rectify', { captured_ms: done_ms })];
    const row = { deadline_ms: 10, found_ms: 1, suggested_deadline: null, events };
    const due = { kind: 'none', days: 0, hours: 0 };
    return deadlineOf({ row, state: 'rechecked', pending: [], due } as unknown as HazardView, 20)
      .left;
  };

  expect(said(10 + 47 * hour_ms, moved)).toBe('已改好，比第一次定的期限晚 1 天');
  expect(said(5, moved)).toBe('已改好，没超过第一次定的期限');
  expect(said(10 + 3 * hour_ms, moved.slice(0, 1))).toBe('已改好，晚 3 小时');
});

test('who may take the next step is asked to, whichever role it is usually left to', () => {
  const of = (blocked: string | null) => {
    const moves = [{ move: 'assess', blocked }];
    const view = { row: { names: {}, events: [] }, state: 'registered', pending: [], moves };
    return history(view as unknown as HazardView, 'me')[0]?.title;
  };

  expect(of(null)).toBe('等您定级');
  expect(of('rights.role')).toBe('等安全办定级');
});
