// Promises of what waits for a release: it is said about what it is, and afterwards what became of it.
import { beforeAll, expect, test } from 'vitest';
import { allTexts } from '../../i18n';
import type { HeldRow } from '../../wire/wire';
import { deciderOf, heldTitle, outcomeOf } from './held';

beforeAll(allTexts);

const row = (change: Partial<HeldRow>): HeldRow => ({
  ...{ id: 'o', name: 'hazard.rectify', person: 'p', person_name: '周老师', captured_ms: 1 },
  ...{ received_ms: 2, code: 'op.too_old', journal_no: 7, hazard: null, number: null, what: null },
  ...{ found: '', point_name: null, named: null, note: '', decision: null },
  ...change,
});
const what = { zh: '安全出口畅通', en: 'Exits clear' };
const decision = (change: object): Partial<HeldRow> => ({
  decision: {
    ...{ person_name: '王老师', decided_ms: new Date(2026, 10, 22, 9, 5).getTime() },
    ...{ reason: '手机修了两周', verdict: 'applied', code: null, journal_no: 8 },
    ...change,
  },
});

test('a move names its hazard, a form its list, a change of people the person', () => {
  const found = { number: '2026-0012', found: '杂物堵住出口', what };

  expect(heldTitle(row(found))).toBe('整改完成：2026-0012 杂物堵住出口');
  expect(heldTitle(row({ ...found, found: ' ' }))).toBe('整改完成：2026-0012 安全出口畅通');
  expect(heldTitle(row({ name: 'inspection.submit', what }))).toBe('检查：安全出口畅通');
  expect(heldTitle(row({ name: 'person.rename', named: '张老师' }))).toBe('人员：张老师');
});

test('a hazard that is not here is said not to be', () => {
  expect(heldTitle(row({}))).toBe('整改完成（说的隐患还没到，或不在本校）');
});

test('what became of it tells who, when and why', () => {
  expect(outcomeOf(row(decision({})))).toBe('已放行，已生效');
  expect(deciderOf(row(decision({})))).toBe('王老师 · 11-22 09:05 · 理由：手机修了两周');
  expect(deciderOf(row(decision({ reason: '' })))).toBe('王老师 · 11-22 09:05');
});

test('what the rules refused is called refused, what came too late has no effect', () => {
  expect(outcomeOf(row(decision({ verdict: 'refused', code: 'x.y' })))).toMatch(
    /^已放行，按规定没有收下：/,
  );
  expect(outcomeOf(row(decision({ verdict: 'refused', code: 'op.declined' })))).toBe(
    '没有放行，不生效',
  );
  expect(outcomeOf(row(decision({ verdict: 'superseded', code: 'x.y' })))).toMatch(
    /^已放行，没有生效：/,
  );
});
