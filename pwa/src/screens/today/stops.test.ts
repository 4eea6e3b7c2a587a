// Promises of the round's lines: state and way on are right, and stops can be told apart.
import { beforeAll, describe, expect, test } from 'vitest';
import type { Checklist } from '../../domain/checklist';
import type { Draft } from '../../domain/inspection';
import type { Stop } from '../../domain/today';
import { allTexts } from '../../i18n';
import { dueText, lineOf, namingOf, overText } from './stops';

const checklist = (id: string): Checklist => ({
  id,
  version: 1,
  title: { zh: `检查表 ${id}`, en: id },
  location_types: ['exit'],
  frequency: 'daily',
  frequency_text: { zh: '每日', en: 'Daily' },
  checker: { zh: '检查员', en: 'Inspector' },
  roles: ['inspector'],
  minutes: 3,
  sections: [
    {
      key: 'one',
      title: { zh: '一', en: 'One' },
      items: [1, 2].map((number) => ({
        key: `item-${number}`,
        number,
        text: { zh: '项', en: 'Item' },
        fields: [{ key: 'result', type: 'pass_fail', fail_when: { not_pass: true } }],
        photo: 'never' as const,
        basis: [],
        mark: '',
      })),
    },
  ],
});

const stop = (point: string, list = 'ck-13', change: Partial<Stop> = {}): Stop => ({
  point: {
    id: point,
    organisation: 'o',
    name: `点位 ${point}`,
    place: '',
    type: 'exit',
    checklists: [list],
    position: 1,
    active: true,
    labels: [],
  },
  checklist: checklist(list),
  slot: null,
  state: 'unchecked',
  draft: null,
  done_ms: null,
  failed: 0,
  tally: null,
  ...change,
});

const draft: Draft = {
  id: 'd',
  organisation: 'o',
  point: 'a',
  checklist: 'ck-13',
  version: 1,
  started_ms: 0,
  presence: { way: 'scan', code: 'X', at_ms: 0 },
  supervisor: null,
  answers: { 'item-1': { values: { result: 'pass' }, note: '', photos: [], fixed: null } },
  at_camera: null,
};

describe('a line of the round', () => {
  beforeAll(allTexts);

  test('that was left half filled says how far it is and goes on there', () => {
    const line = lineOf(stop('a', 'ck-13', { draft, state: 'draft' }), true, 'point');

    expect(line).toMatchObject({ eye: 'broken', meta: '填了 1/2 项', to: '/form/d' });
    expect(line.state.label).toBe('接着填');
  });

  test('that is done says where the record is', () => {
    const done = { done_ms: Date.now(), failed: 1 };
    const here = lineOf(stop('a', 'ck-13', { ...done, state: 'only_here' }), false, 'point');
    const there = lineOf(stop('a', 'ck-13', { ...done, state: 'received' }), false, 'point');
    const between = (['held', 'photos_left'] as const).map((state) =>
      lineOf(stop('a', 'ck-13', { ...done, state }), false, 'point'),
    );

    expect(here.eye).toBe('done');
    expect(here.meta).toContain('1 项不合格');
    expect(here.state.label).toBe('只在本机');
    expect(between.map(({ eye, state }) => [eye, state.label])).toEqual([
      ['done', '等安全办放行'],
      ['done', '照片没到齐'],
    ]);
    expect(there.state.label).toBe('服务器已收到');
  });

  test('counts as passed only what was checked', () => {
    const done = { done_ms: Date.now(), state: 'received' as const };
    const tally = { checked: 12, failed: 0, na: 2, blank: 1 };

    expect(lineOf(stop('a', 'ck-13', { ...done, tally }), false, 'point').meta).toContain(
      '查了 12 项（不适用 2 · 没填 1），都合格',
    );
    expect(lineOf(stop('a', 'ck-13', done), false, 'point').meta).toContain('没有不合格');
  });

  test('is the next one only once, and missed ones are not hidden', () => {
    expect(lineOf(stop('a'), true, 'point').eye).toBe('now');
    expect(lineOf(stop('a'), false, 'point').eye).toBe('empty');
    expect(lineOf(stop('a', 'ck-13', { state: 'missed' }), false, 'point').eye).toBe('missed');
  });
});

describe('a due time of the round', () => {
  beforeAll(allTexts);
  const name = { zh: '午餐', en: 'Lunch' };
  const slot = { key: 'lunch', name, begins: '10:00', ends: '13:30' };

  test('is said before all else, and what is not due yet is not called for', () => {
    const later = lineOf(stop('a', 'ck-02', { slot, state: 'later' }), true, 'point');
    const late = lineOf(stop('a', 'ck-02', { slot, state: 'late' }), false, 'point');

    expect(later).toMatchObject({ eye: 'empty', meta: '午餐 10:00–13:30 · 2 项 · 约 3 分钟' });
    expect(later.state.label).toBe('10:00 起');
    const done = { slot, state: 'received' as const, done_ms: Date.now() };
    expect(lineOf(stop('a', 'ck-02', done), false, 'point').meta).toMatch(/^午餐 · \d/);
    expect(late).toMatchObject({ eye: 'missed', state: { label: '过时没查', tone: 'bad' } });
  });

  test('stands at its point until it was kept, whatever else was checked there today', () => {
    const done = stop('a', 'ck-02', { slot, state: 'received', done_ms: Date.now() });
    const evening = { ...slot, key: 'closing', name: { zh: '收工后', en: 'After work' } };
    const at = (state: Stop['state'], done_ms: number | null = null) =>
      dueText([done, stop('a', 'ck-02', { slot: evening, state, done_ms })], 'a', 'ck-02');

    expect([at('later'), at('received', Date.now())]).toEqual(['', '']);
    expect([at('unchecked'), at('late')]).toEqual(['收工后还没查', '收工后还没查']);
    expect(dueText([stop('a', 'ck-02')], 'a', 'ck-02')).toBe('');
  });

  test('that nobody kept is said at the end of the day, which is not all done then', () => {
    const day = { stops: [], left: [], next: null, done: 2, at_ms: 0, unfinished: [] };

    expect(overText({ ...day, total: 2 })).toBe('今天的点都查完了');
    expect(overText({ ...day, total: 17 })).toBe('今天能查的都查了 · 15 处过时没查');
  });
});

describe('the names of stops', () => {
  test('are points, with the checklist where a point has several', () => {
    const round = [stop('a'), stop('b', 'ck-09'), stop('b', 'ck-10')];

    expect(round.map((each) => namingOf(each, round))).toEqual(['point', 'both', 'both']);
  });

  test('are checklists when the whole round is one point, as in a kitchen', () => {
    const round = [stop('a', 'ck-01'), stop('a', 'ck-02')];

    expect(round.map((each) => namingOf(each, round))).toEqual(['checklist', 'checklist']);
  });
});
