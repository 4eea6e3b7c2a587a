// Promise of work given to another: it is told until it was read, and then never again.
import { afterEach, expect, test } from 'vitest';
import { taken } from '../store/taken';
import { somebody, SCHOOL, wipePhone } from '../testing/phone';
import type { HazardRow } from '../wire/wire';
import { noteTold } from './note-told';

afterEach(wipePhone);

const order = (id: string, owner: string) => ({
  ...{ id, kind: 'assign', person: 'boss', applied: true, note: '请假' },
  data: { owner },
});

test('what was read stays read, the next one is told', async () => {
  const account = await somebody();
  const put = async (id: string) => {
    const events = [order(`${id}-1`, account.person), order(`${id}-2`, 'other')];
    const data = { id, state: 'assigned', owner: 'other', events } as unknown as HazardRow;
    const place = { kind: 'hazard', id, organisation: SCHOOL.id, run: 'r' } as const;
    await account.database.put('rows', { ...place, data });
  };
  const told = async () => (await taken()).map(({ event }) => event.id);

  await put('h1');
  expect(await told()).toEqual(['h1-2']);

  await noteTold('h1-2');
  await put('h1');
  await put('h2');
  expect(await told()).toEqual(['h2-2']);
});
