// The foot of a hazard holds only what this person may do; the server judges.
import { expect, test } from 'vitest';
import serverTable from '../../../server/anxun/hazards/moves.json';
import table from '../wire/moves.json';
import type { HazardEvent, HazardMove, HazardRow, HazardState, Role } from '../wire/wire';
import { gradings, moves, projected, type Pending } from './hazard';

const row: HazardRow = {
  ...{
    id: 'h1',
    organisation: 'o1',
    organisation_name: '第一小学',
    number: '2026-0001',
    point: 'p1',
  },
  ...{
    point_name: '东门',
    checklist: 'ck-13',
    checklist_version: 1,
    item: 'door',
    row: '',
    note: '',
  },
  ...{
    item_text: { zh: '一', en: 'one' },
    state: 'assigned',
    grade: 'general',
    suggested_grade: null,
  },
  ...{
    suggested_deadline: null,
    fixed_on_spot: false,
    finder: 'finder',
    owner: 'owner',
    rectifier: null,
  },
  ...{
    supervisor: 'supervisor',
    deadline_ms: 1,
    measures: null,
    interim: null,
    found_ms: 1,
    version: 3,
  },
  ...{
    struck_off_ms: null,
    void_asked_by: null,
    missing: [],
    before: ['a'],
    after: ['b'],
    captures: {},
    names: {},
    events: [],
  },
};

function may(
  change: Partial<HazardRow>,
  person: string,
  roles: Role[] = [],
  pending: Pending[] = [],
) {
  return moves({ ...row, ...change }, pending, { person, roles }).map(({ move, blocked }) =>
    blocked ? `${move}: ${blocked}` : move,
  );
}

function own(move: HazardMove): Pending {
  return { operation: move, move, wall_ms: 1, at: 'phone' };
}

function rectifiedBy(person: string): HazardEvent {
  return {
    ...{
      id: 'e',
      kind: 'rectify',
      person,
      role: 'owner',
      captured_ms: 1,
      skew_ms: null,
      received_ms: 1,
    },
    ...{ applied: true, code: null, from_state: null, to_state: null, note: '', photos: [] },
    ...{ presence: null, signature: null, data: {} },
  };
}

test("the phone's table of moves is the server's", () => {
  expect(table).toEqual(serverTable);
});

test.each<[HazardState, string, Role[], string[]]>([
  ['registered', 'somebody', ['inspector'], []],
  ['registered', 'office', ['safety_office'], ['assess', 'void_ask']],
  ['assessed', 'head', ['principal'], ['assess', 'assign']],
  ['assigned', 'owner', ['staff'], ['start', 'rectify']],
  ['assigned', 'another', ['staff'], []],
  ['rectified', 'supervisor', ['staff'], ['recheck', 'return']],
  ['rectified', 'deputy', ['vice_principal'], ['return', 'void_ask']],
  ['rectified', 'supervisor', ['vice_principal'], ['recheck', 'return', 'void_ask']],
  ['rechecked', 'head', ['principal'], ['approve', 'return']],
  ['struck_off', 'head', ['principal'], []],
])('on a hazard that is %s, %s (%s) may: %s', (state, person, roles, expected) => {
  expect(may({ state }, person, roles)).toEqual(expected);
});

test('nobody re-checks or approves own work, even after a change of owner', () => {
  const events = [rectifiedBy('supervisor')];

  expect(may({ state: 'rectified', events }, 'supervisor')).toContain('recheck: hazard.own_work');
  expect(may({ state: 'rechecked', rectifier: 'head' }, 'head', ['principal'])).toContain(
    'approve: hazard.own_work',
  );
});

test('nothing is approved while the server lacks a photo', () => {
  const lacking = { state: 'rechecked', missing: ['b'] } as const;

  expect(may({ ...lacking, missing: ['b'] }, 'head', ['principal'])).toContain(
    'approve: hazard.photos_missing',
  );
});

test('a void needs two people', () => {
  expect(may({ void_asked_by: null }, 'head', ['principal'])).not.toContain('void');
  expect(may({ void_asked_by: 'office' }, 'head', ['principal'])).toContain('void');
  expect(may({ void_asked_by: 'head' }, 'head', ['principal'])).toContain('void: hazard.own_void');
});

test('what was asked is refused by the principal or taken back by the asker, by nobody else', () => {
  const asked = { void_asked_by: 'office' };

  expect(may(asked, 'head', ['principal'])).toContain('void_deny');
  expect(may(asked, 'office', ['safety_office'])).toContain('void_deny');
  expect(may(asked, 'deputy', ['vice_principal'])).not.toContain('void_deny');
  expect(may({}, 'head', ['principal'])).not.toContain('void_deny');
  const answered = may(asked, 'office', ['safety_office'], [own('void_deny')]);
  expect(answered).not.toContain('void_deny');
  expect(answered).toContain('void_ask');
});

test('no school voids a major hazard or makes it smaller', () => {
  const major = { state: 'assigned', grade: 'major' } as const;

  expect(may(major, 'office', ['safety_office'])).toContain('void_ask: hazard.major_stays');
  expect(may({ ...major, void_asked_by: 'office' }, 'head', ['principal'])).toContain(
    'void: hazard.major_stays',
  );
  expect(gradings({ ...row, ...major }).filter(({ blocked }) => blocked === null)).toEqual([
    { grade: 'major', blocked: null },
  ]);
  expect(gradings(row).every(({ blocked }) => blocked === null)).toBe(true);
});

test('what I did offline leads on: after my start I may rectify, after that nothing more', () => {
  expect(may({}, 'owner', [], [own('start')])).toEqual(['rectify']);
  expect(may({}, 'owner', [], [own('start'), own('rectify')])).toEqual([]);
});

test('a major hazard waits for the bureau after approval, others are struck off', () => {
  const rechecked = { ...row, state: 'rechecked' } as const;

  expect(projected(rechecked, [own('approve')])).toBe('struck_off');
  expect(projected({ ...rechecked, grade: 'major' }, [own('approve')])).toBe('approved');
});
