// Promises of the principal's inbox: what may be signed together, and what never.
import { beforeAll, describe, expect, test } from 'vitest';
import { allTexts } from '../../i18n';
import type { HazardView } from '../../store/hazards';
import type { HazardEvent, HazardRow } from '../../wire/wire';
import { exceptionsOf, forApproval, reasonsOf } from './exceptions';

const DAY_MS = 86_400_000;

function event(kind: HazardEvent['kind'], captured_ms: number, data: HazardEvent['data'] = {}) {
  return { kind, captured_ms, data, applied: true } as HazardEvent;
}

function row(change: Partial<HazardRow>): HazardRow {
  const events = [event('assign', 0, { deadline_ms: 3 * DAY_MS }), event('rectify', DAY_MS)];
  return {
    void_asked_by: null,
    grade: 'general',
    missing: [],
    before: [{ sha256: 'a' }],
    deadline_ms: 3 * DAY_MS,
    events,
    ...change,
  } as HazardRow;
}

function view(change: Partial<HazardRow> = {}, blocked: string | null = null): HazardView {
  return { row: row(change), moves: [{ move: 'approve', signed: true, blocked }] } as HazardView;
}

const kinds = (change: Partial<HazardRow>) => exceptionsOf(row(change)).map(({ kind }) => kind);

beforeAll(allTexts);

describe('exceptions', () => {
  test('what the grade chip says is not said twice; what a major one leads to is said', () => {
    expect(reasonsOf(row({ grade: 'larger' }))).toEqual([]);
    expect(reasonsOf(row({ grade: 'major' }))).toEqual(['重大：您同意后报教育局验收']);
  });

  test('a general hazard rectified in time has none', () => {
    expect(kinds({})).toEqual([]);
  });

  test('a later deadline is an exception, and does not make the work punctual', () => {
    const events = [
      event('assign', 0, { deadline_ms: DAY_MS }),
      event('assign', 0, { deadline_ms: 5 * DAY_MS }),
      event('rectify', 3 * DAY_MS),
    ];
    expect(exceptionsOf(row({ events }))).toEqual([
      { kind: 'late', n: 2 * DAY_MS },
      { kind: 'postponed', n: 1 },
    ]);
    expect(reasonsOf(row({ events }))).toEqual(['比第一次定的期限晚 2 天', '延期过 1 次']);
  });

  test('a void that somebody asked for comes first, with a name', () => {
    const asked = { void_asked_by: 'o', names: { o: '安全办甲' } };

    expect(exceptionsOf(row(asked))).toEqual([{ kind: 'voiding', n: 1, name: '安全办甲' }]);
  });

  test('that no photo shows how it was is said', () => {
    expect(reasonsOf(row({ before: [] }))).toEqual(['没有整改前的照片']);
  });

  test('returns and repeated findings are counted, moves that came too late are not', () => {
    const late = { ...event('return', 0), applied: false };
    const events = [...row({}).events, event('return', 0), event('found_again', 0), late];
    expect(exceptionsOf(row({ events }))).toEqual([
      { kind: 'returned', n: 1 },
      { kind: 'again', n: 1 },
    ]);
  });
});

describe('signing together', () => {
  test('takes general hazards that were done in time', () => {
    expect(forApproval([view()]).clean).toHaveLength(1);
  });

  test.each([
    ['a major one', view({ grade: 'major' })],
    ['a larger one', view({ grade: 'larger' })],
    ['one rectified too late', view({ events: [event('rectify', 4 * DAY_MS)] })],
    ['one whose photos are not all there', view({ missing: ['a'] }, 'hazard.photos_missing')],
    ['one that no photo shows as it was', view({ before: [] })],
    ['one that somebody asked to void', view({ void_asked_by: 'o', names: { o: '甲' } })],
    ['one of my own work', view({}, 'hazard.own_work')],
  ])('never takes %s', (_what, given) => {
    expect(forApproval([given])).toEqual({ clean: [], exceptional: [given] });
  });
});
