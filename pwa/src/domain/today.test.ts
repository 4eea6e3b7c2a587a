// Today's round: what to check next, what is done, and where the record of it is.
import { expect, test } from 'vitest';
import type { InspectionRow, PointRow } from '../wire/wire';
import type { Checklist } from './checklist';
import type { Draft } from './inspection';
import { round, type Known, type OwnInspection } from './today';

const words = { zh: '一', en: 'one' };
const TODAY_9 = Date.parse('2026-11-22T09:00:00+08:00');
const YESTERDAY = Date.parse('2026-11-21T23:50:00+08:00');

function checklist(id: string, change: Partial<Checklist> = {}): Checklist {
  return {
    ...{
      id,
      version: 1,
      title: words,
      location_types: [],
      frequency: 'daily',
      frequency_text: words,
    },
    ...{ checker: words, roles: ['inspector'], minutes: 3, sections: [] },
    ...change,
  };
}

function point(id: string, position: number, change: Partial<PointRow> = {}): PointRow {
  const facts = { name: id, place: '', type: 'exit', checklists: ['ck'], active: true, labels: [] };
  return { id, organisation: 'o1', position, ...facts, ...change };
}

function inspected(id: string, captured_ms: number): InspectionRow {
  const facts = {
    organisation: 'o1',
    checklist: 'ck',
    version: 1,
    person: 'p',
    received_ms: 1,
    failed: 1,
    missing: [],
  };
  const one = {
    body_hash: '',
    started_ms: captured_ms,
    signers: 1,
    countersigned_by: null,
    countersigned_ms: null,
  } as const;
  return { id: `i-${id}`, point: id, captured_ms, items: 9, ...facts, ...one };
}

function mine(id: string, kept: OwnInspection['kept'] = 'received'): OwnInspection {
  const tally = { checked: 8, failed: 0, na: 1, blank: 0 };
  const times = { started_ms: TODAY_9, captured_ms: TODAY_9 };
  return { point: id, checklist: 'ck', ...times, failed: 0, tally, kept };
}

function draft(id: string): Draft {
  return {
    ...{ id: `d-${id}`, organisation: 'o1', point: id, checklist: 'ck', version: 1, started_ms: 1 },
    ...{
      presence: { way: 'none', code: null, at_ms: 1 },
      supervisor: null,
      answers: {},
      at_camera: null,
    },
  };
}

function today(change: Partial<Known>) {
  return round({
    ...{ points: [point('b', 2), point('a', 1), point('c', 3)], checklists: [checklist('ck')] },
    ...{
      inspections: [],
      own: [],
      drafts: [],
      roles: ['inspector'],
      tz: 'Asia/Shanghai',
      boarding: true,
      now_ms: TODAY_9,
    },
    ...change,
  });
}

test('stops come in the order of the round, the first unchecked is next', () => {
  const { stops, next, done, total } = today({});

  expect(stops.map((stop) => stop.point.id)).toEqual(['a', 'b', 'c']);
  expect(next?.point.id).toBe('a');
  expect([done, total]).toEqual([0, 3]);
});

test.each([
  ['weekly', 0],
  ['per_use', 0],
  ['daily', 3],
  ['per_meal', 3],
  ['night_2h', 3],
] as const)('a %s checklist gives %i stops', (frequency, stops) => {
  expect(today({ checklists: [checklist('ck', { frequency })] }).total).toBe(stops);
});

test('a checklist of other roles and a retired point are not mine to check', () => {
  expect(today({ roles: ['staff'] }).total).toBe(0);
  expect(today({ points: [point('a', 1, { active: false })] }).total).toBe(0);
});

test('yesterday late in the evening is not today', () => {
  const { stops } = today({ inspections: [inspected('a', YESTERDAY), inspected('b', TODAY_9)] });

  expect(stops.map((stop) => stop.state)).toEqual(['missed', 'received', 'unchecked']);
});

test('the state says where the record is: here, or with the server', () => {
  const { stops, done } = today({ own: [mine('a'), mine('b', 'only_here')], drafts: [draft('c')] });

  expect(stops.map((stop) => stop.state)).toEqual(['received', 'only_here', 'draft']);
  expect(done).toBe(2);
});

test('what the safety office holds is done, and does not pass for received', () => {
  const { stops, next, done } = today({ own: [mine('a', 'held')] });

  expect(stops[0]).toMatchObject({ state: 'held', done_ms: TODAY_9 });
  expect(next?.point.id).toBe('b');
  expect(done).toBe(1);
});

test('a record is received only with its photos, whoever made it', () => {
  const late = { ...inspected('b', TODAY_9), missing: ['photo'] };
  const { stops } = today({ own: [mine('a', 'photos_left')], inspections: [late] });
  const seen = { own: [mine('a', 'photos_left')], inspections: [inspected('a', TODAY_9)] };
  const arrived = today(seen);

  expect(stops.map(({ state }) => state)).toEqual(['photos_left', 'photos_left', 'unchecked']);
  expect(arrived.stops[0]?.state).toBe('received');
  expect(arrived.stops[0]?.tally).toMatchObject({ checked: 8, na: 1 });
});

test('what was passed over is missed, and comes after the rest of the round', () => {
  const first = today({ own: [mine('b')] });
  const second = today({ own: [mine('b'), mine('c')] });

  expect(first.stops.map((stop) => stop.state)).toEqual(['missed', 'received', 'unchecked']);
  expect(first.next?.point.id).toBe('c');
  expect(second.next?.point.id).toBe('a');
});

const meal = (key: string, begins: string, ends: string) => ({ key, name: words, begins, ends });
const meals = [
  meal('breakfast', '06:00', '09:00'),
  meal('lunch', '10:00', '13:30'),
  meal('dinner', '16:00', '19:30'),
];
const at = (time: string) => Date.parse(`2026-11-22T${time}:00+08:00`);

/** One kitchen at this time, with forms begun and signed at those. */
function kitchen(now: string, ...forms: [started: string, signed: string][]) {
  const done = forms.map(([started, signed], n) => ({
    ...inspected('a', at(signed)),
    ...{ id: `i${String(n)}`, started_ms: at(started) },
  }));
  return today({
    ...{ points: [point('a', 1)], checklists: [checklist('ck', { slots: meals })] },
    ...{ inspections: done, now_ms: at(now) },
  });
}

test.each([
  ['before the first', '05:00', [], ['later', 'later', 'later'], 'breakfast'],
  ['at the first', '08:00', [], ['unchecked', 'later', 'later'], 'breakfast'],
  [
    'the first stands for itself',
    '08:59',
    [['08:00', '08:10']],
    ['received', 'later', 'later'],
    'lunch',
  ],
  ['at noon', '12:00', [['08:00', '08:10']], ['received', 'unchecked', 'later'], 'lunch'],
  ['one was left out', '12:00', [], ['late', 'unchecked', 'later'], 'lunch'],
  ['made good late', '12:00', [['09:30', '09:40']], ['received', 'unchecked', 'later'], 'lunch'],
  [
    'signed when the next had begun',
    '16:30',
    [['12:00', '16:20']],
    ['late', 'received', 'unchecked'],
    'dinner',
  ],
  [
    'in the evening',
    '20:00',
    [
      ['12:00', '12:10'],
      ['17:00', '17:05'],
    ],
    ['late', 'received', 'received'],
    undefined,
  ],
] as const)('a meal: %s', (_name, now, forms, states, next) => {
  const round = kitchen(now, ...forms.map(([from, to]): [string, string] => [from, to]));

  expect(round.stops.map(({ state }) => state)).toEqual(states);
  expect(round.next?.slot?.key).toBe(next);
  expect(round.total).toBe(3);
  // Nobody is sent to a meal that is over, nor is it counted as still to do.
  expect(round.left).toEqual(
    round.stops.filter(({ state }) => ['unchecked', 'later'].includes(state)),
  );
});

test('where no pupil sleeps only lunch is awaited, and a dinner that was cooked all the same is shown', () => {
  const checklists = [
    checklist('ck', { slots: meals.map((each) => ({ ...each, boarding: each.key !== 'lunch' })) }),
  ];
  const known = {
    ...{ points: [point('a', 1)], checklists, boarding: false },
    now_ms: at('18:00'),
  };
  const cooked = { ...inspected('a', at('17:10')), started_ms: at('17:00') };

  const shown = (change: Partial<Known>) =>
    today({ ...known, ...change }).stops.map(({ slot, state }) => [slot?.key, state]);
  expect(shown({})).toEqual([['lunch', 'late']]);
  expect(shown({ inspections: [cooked] })).toEqual([
    ['lunch', 'late'],
    ['dinner', 'received'],
  ]);
});

test('no meals of days gone by are filled in at one sitting', () => {
  const now = at('12:00');
  const lunches = [2, 3, 4].map((days) => ({
    ...{ ...inspected('a', now), id: `i${String(days)}`, started_ms: now - days * 86_400_000 },
  }));
  const { stops } = today({
    ...{ points: [point('a', 1)], checklists: [checklist('ck', { slots: meals })] },
    ...{ inspections: lunches, now_ms: now },
  });

  expect(stops.map(({ state }) => state)).toEqual(['late', 'received', 'later']);
});

test('a form of yesterday evening that is signed today is no meal of today', () => {
  const evening = { ...inspected('a', at('00:10')), started_ms: at('00:10') - 6 * 3_600_000 };
  const { stops } = today({
    ...{ points: [point('a', 1)], checklists: [checklist('ck', { slots: meals })] },
    ...{ inspections: [evening], now_ms: at('00:20') },
  });

  expect(stops.map(({ state }) => state)).toEqual(['later', 'later', 'later']);
});

test('what has a time of its own comes after the walk, by that time, and is not passed over', () => {
  const night = checklist('night', { slots: [meal('late', '21:00', '24:00')] });
  const dormitory = point('a', 1, { checklists: ['night'] });
  const { stops, next } = today({
    ...{ points: [dormitory, point('b', 2)], checklists: [checklist('ck'), night] },
    inspections: [inspected('b', TODAY_9)],
  });

  expect(stops.map((each) => [each.point.id, each.state])).toEqual([
    ['b', 'received'],
    ['a', 'later'],
  ]);
  expect(next?.point.id).toBe('a');
});

test('a draft stays in sight when its stop is done already, or was never on the round', () => {
  const known = { own: [mine('a')], drafts: [draft('a'), draft('b'), draft('gone')] };
  const { stops, unfinished } = today(known);

  expect(stops[0]).toMatchObject({ done_ms: TODAY_9, draft: null });
  expect(unfinished.map((each) => [each.draft.id, each.point, each.on_round])).toEqual([
    ['d-a', 'a', false],
    ['d-b', 'b', true],
    ['d-gone', '', false],
  ]);
});
