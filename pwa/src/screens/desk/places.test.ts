// Promises of the desk's places: what waits for a decision is counted where it is decided.
import { beforeAll, expect, test } from 'vitest';
import { allTexts } from '../../i18n';
import type { Role } from '../../wire/wire';
import { places, type Figures } from './places';

beforeAll(allTexts);

const waiting = (roles: Role[], figures: Figures) =>
  places(roles, figures)
    .flat()
    .flatMap(({ label, waits }) => (waits ? [[label, waits]] : []));

test('approvals are counted at the approving, held operations where they are released', () => {
  const figures = { open: 9, approvals: 2, held: 3, unsigned: 4 };

  expect(waiting(['safety_office'], figures)).toEqual([
    ['会签', 4],
    ['人员与设备', 3],
  ]);
  expect(waiting(['principal'], figures)).toEqual([
    ['审批', 2],
    ['会签', 4],
  ]);
});

test('where nothing waits no number stands', () => {
  const none = { open: 0, approvals: 0, held: 0, unsigned: 0 };

  expect(waiting(['safety_office', 'principal'], none)).toEqual([]);
});
