// Promises of the second signature: who is reminded of which record, and that one who has signed is left alone.
import { beforeEach, expect, test } from 'vitest';
import { countersign } from '../actions/countersign';
import { checklistOf } from '../testing/checklist';
import { SCHOOL, somebody, wipePhone } from '../testing/phone';
import type { InspectionRow, PersonRow, PointRow, Role, RowKind } from '../wire/wire';
import { current } from './account';
import { signedHere, unsigned } from './countersigning';
import { bodyOf, outbox, secretOf } from './outbox';
import { keepLibrary } from './pulled';

const drawing = { width: 10, height: 10, strokes: [[0, 0, 9, 9]] };
const form = checklistOf({
  ...{ key: 'signatures', photo: 'never' },
  fields: [{ key: 'signature', type: 'signature', signers: 2 }],
});
const kitchen = { ...form, id: 'kitchen', roles: ['kitchen_manager' as const] };

beforeEach(wipePhone);

function record(id: string, change: Partial<InspectionRow> = {}): InspectionRow {
  return {
    ...{
      id,
      body_hash: `bytes of ${id}`,
      organisation: SCHOOL.id,
      point: 'p1',
      checklist: 'ck',
      version: 1,
      person: 'other',
    },
    ...{ started_ms: 0, captured_ms: 1, received_ms: 2, failed: 0, items: 15, missing: [] },
    signers: 2,
    ...{ countersigned_by: null, countersigned_ms: null },
    ...change,
  };
}

const place: PointRow = {
  ...{ id: 'p1', organisation: SCHOOL.id, name: '东门', place: '', type: 'exit', position: 1 },
  ...{ active: true, checklists: ['ck'], labels: [] },
};
const colleague: PersonRow = {
  ...{ id: 'other', organisation: SCHOOL.id, name: '检查员乙', roles: ['inspector'], left: false },
  delegation: null,
};

async function phoneOf(role: Role, ...records: InspectionRow[]) {
  const { database } = await somebody('甲', [role]);
  await keepLibrary(database, { hash: 'l', location_types: {}, checklists: [form, kitchen] });
  const put = (kind: RowKind, data: InspectionRow | PointRow | PersonRow) =>
    database.write(['rows'], (tx) =>
      tx.objectStore('rows').put({ kind, id: data.id, organisation: SCHOOL.id, data, run: 'r' }),
    );
  await put('point', place);
  await put('person', colleague);
  for (const each of records) await put('inspection', each);
}

test('a leader is told which records wait, where and by whom, newest first', async () => {
  await phoneOf('vice_principal', record('a'), record('b', { captured_ms: 5 }));

  const found = await unsigned();

  expect(found.map(({ row, place, by, mine }) => [row.id, place, by, mine])).toEqual([
    ['b', '东门', '检查员乙', true],
    ['a', '东门', '检查员乙', true],
  ]);
});

test('a colleague may sign without being reminded, and a kitchen manager is reminded of the kitchen', async () => {
  await phoneOf('kitchen_manager', record('hall'), record('meal', { checklist: 'kitchen' }));

  const reminded = new Map((await unsigned()).map(({ row, mine }) => [row.id, mine]));

  expect(reminded).toEqual(
    new Map([
      ['hall', false],
      ['meal', true],
    ]),
  );
});

test('nobody signs an own record, one for a single signature, or one that has its second', async () => {
  await phoneOf(
    'principal',
    record('one', { signers: 1 }),
    record('two', { countersigned_by: 'x' }),
  );
  const { database, person } = current();
  const data = record('own', { person });
  await database.write(['rows'], (tx) =>
    tx
      .objectStore('rows')
      .put({ kind: 'inspection', id: 'own', organisation: SCHOOL.id, data, run: 'r' }),
  );

  expect(await unsigned()).toEqual([]);
});

test('one signature signs several records, each by its own operation, and they wait no longer', async () => {
  await phoneOf('safety_office', record('a'), record('b'), record('c'));

  await countersign([record('a'), record('b')], drawing);

  const queued = await outbox();
  expect(queued.map((entry) => [entry.name, bodyOf(entry).args])).toEqual([
    ['inspection.countersign', { inspection: 'a', body_hash: 'bytes of a' }],
    ['inspection.countersign', { inspection: 'b', body_hash: 'bytes of b' }],
  ]);
  expect(queued.map((entry) => secretOf(entry).signature)).toEqual([drawing, drawing]);
  expect([...(await signedHere())]).toEqual(['a', 'b']);
  expect((await unsigned()).map(({ row }) => row.id)).toEqual(['c']);
});

test('what the server refused waits again', async () => {
  await phoneOf('safety_office', record('a'));
  await countersign([record('a')], drawing);
  const [entry] = await outbox();
  if (!entry) throw new Error('an operation expected');

  await current().database.write(['outbox'], (tx) =>
    tx.objectStore('outbox').put({ ...entry, state: 'refused', code: 'op.forbidden' }),
  );

  expect((await unsigned()).map(({ row }) => row.id)).toEqual(['a']);
});
