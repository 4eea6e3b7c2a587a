// Promises of another order: it is told as what it changed, with its reason, to who has the work and who had it.
import { beforeAll, expect, test } from 'vitest';
import { allTexts } from '../../i18n';
import type { HazardView } from '../../store/hazards';
import type { HazardEvent } from '../../wire/wire';
import { history } from './history';
import { orderNews } from './reassigned';

beforeAll(allTexts);

const FRIDAY = new Date(2026, 10, 27, 16).getTime();
const MONDAY = new Date(2026, 10, 30, 16).getTime();
const names = { boss: '赵副校长', a: '周老师', b: '李师傅', c: '何师傅', s: '张老师' };

const order = (id: string, data: object, note = '') =>
  ({
    ...{ id, kind: 'assign', person: 'boss', role: 'vice_principal', applied: true, photos: [] },
    ...{ captured_ms: 1, note, presence: null, signature: null },
    data: { owner: 'a', supervisor: 's', deadline_ms: FRIDAY, measures: '清走', ...data },
  }) as unknown as HazardEvent;

function viewOf(events: HazardEvent[], state: HazardView['state'] = 'assigned') {
  const { owner } = events[events.length - 1]?.data ?? {};
  const row = { names, events, owner, note: '堆物', item_text: { zh: '一', en: 'one' } };
  return { row, state, pending: [], due: { kind: 'none' } } as unknown as HazardView;
}

const told = (...events: HazardEvent[]) => {
  const step = history(viewOf(events, 'void'), 'me')[events.length - 1];
  return [step?.title, ...(step?.lines ?? [])];
};

test('the first order is told whole and asks for no reason', () => {
  expect(told(order('1', {}))).toEqual([
    ...['下达整改', '赵副校长', '整改人 周老师 · 督查人 张老师'],
    ...['11月27日 16:00 前改完', '措施：清走'],
  ]);
});

test('another owner and another date are told as old and new, with the reason', () => {
  const both = order('2', { owner: 'b', deadline_ms: MONDAY }, '周老师请假');

  expect(told(order('1', {}), both)).toEqual([
    ...['改派：周老师 → 李师傅', '赵副校长', '改期：11月27日 16:00 → 11月30日 16:00'],
    '理由：周老师请假',
  ]);
});

test('only another date is told as that, other measures alone as another order', () => {
  const later = order('2', { deadline_ms: MONDAY }, '等配件');
  const other = order('2', { measures: '换锁' }, '锁坏了');

  expect(told(order('1', {}), later)[0]).toBe('改期：11月27日 16:00 → 11月30日 16:00');
  expect(told(order('1', {}), other)).toEqual([
    ...['改整改要求', '赵副校长', '措施：换锁', '理由：锁坏了'],
  ]);
});

test('the limit of what was fixed on the spot and sent back is the one it got then', () => {
  const fixed = { ...order('1', { owner: 'a' }), kind: 'fix_on_spot', data: { owner: 'a' } };
  const back = { ...order('2', {}), kind: 'return', data: { deadline_ms: FRIDAY } };
  const again = order('3', { deadline_ms: MONDAY }, '等配件');
  const events = [fixed, back, again] as HazardEvent[];

  expect(told(...events)[0]).toBe('改期：11月27日 16:00 → 11月30日 16:00');
});

test('an order that came too late is no step between two others', () => {
  const late = { ...order('2', { owner: 'c' }), applied: false };

  expect(told(order('1', {}), late, order('3', { owner: 'b' }, '换人'))[0]).toBe(
    '改派：周老师 → 李师傅',
  );
});

test('who had the work is told who has it now, however often it was passed on', () => {
  const passed = [order('1', {}), order('2', { owner: 'b' }, '请假'), order('3', { owner: 'c' })];

  expect(orderNews(viewOf(passed), 'a')?.words).toBe('已改派给何师傅，您不用再整改');
  expect(orderNews(viewOf(passed), 'b')?.words).toBe('已改派给何师傅，您不用再整改');
  expect(orderNews(viewOf(passed), 's')).toBeNull();
});

test('who has it now is told why, who keeps it is told the new date', () => {
  const given = viewOf([order('1', {}), order('2', { owner: 'b' }, '周老师请假')]);
  const later = viewOf([order('1', {}), order('2', { deadline_ms: MONDAY }, '等配件')]);

  expect(orderNews(given, 'b')?.words).toBe('改派给您整改：周老师请假');
  expect(orderNews(later, 'a')?.words).toBe('期限改到 11月30日 16:00：等配件');
});

test('once it is done there is nothing to tell', () => {
  const done = viewOf([order('1', {}), order('2', { owner: 'b' }, '请假')], 'rectified');

  expect(orderNews(done, 'a')).toBeNull();
});
