// Promises of work given to another: who had it hears of it, and nobody else.
import { expect, test } from 'vitest';
import type { HazardEvent, HazardRow } from '../wire/wire';
import { takenFrom } from './taken';

const order = (id: string, owner: string, change: Partial<HazardEvent> = {}) =>
  ({
    id,
    kind: 'assign',
    person: 'boss',
    applied: true,
    data: { owner },
    ...change,
  }) as HazardEvent;

function taken(me: string, events: HazardEvent[], state: HazardRow['state'] = 'assigned') {
  const owner = events.filter(({ applied }) => applied).pop()?.data['owner'] as string;
  return takenFrom({ state, owner, events }, me)?.id ?? null;
}

test('who had the work is told of the order that took it, however often it was passed on', () => {
  const passed = [order('1', 'a'), order('2', 'b'), order('3', 'c')];

  expect(['a', 'b', 'c', 'boss'].map((me) => taken(me, passed))).toEqual(['2', '3', null, null]);
});

test('who fixed it on the spot had it too', () => {
  const fixed = order('1', 'a', { kind: 'fix_on_spot', person: 'a' });

  expect(taken('a', [fixed, order('2', 'b')], 'rectified')).toBe('2');
});

test('nobody is told what does not concern them any more, or what they did themselves', () => {
  const [given, late] = [order('2', 'b'), order('2', 'b', { applied: false })];
  const own = order('2', 'b', { person: 'a' });

  expect(taken('a', [order('1', 'a'), given], 'struck_off')).toBeNull();
  expect(taken('a', [order('1', 'a'), given, order('3', 'a')])).toBeNull();
  expect(taken('a', [order('1', 'a'), late])).toBeNull();
  expect(taken('a', [order('1', 'a'), own])).toBeNull();
});
