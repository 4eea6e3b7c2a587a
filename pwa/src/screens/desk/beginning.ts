// A school at its beginning: what the safety office still has to set up, in the order it is done.
import { myRoles, people, points } from '../../store/mirror';
import type { PersonRow, PointRow, Role } from '../../wire/wire';

export interface Beginning {
  people: boolean;
  points: boolean;
}

const WALKERS: readonly Role[] = ['inspector', 'kitchen_manager', 'staff'];

/** What is there already; null once somebody can walk a round. */
export function beginning(
  people: readonly Pick<PersonRow, 'roles' | 'left'>[],
  points: readonly Pick<PointRow, 'active'>[],
): Beginning | null {
  const done = {
    people: people.some(({ roles, left }) => !left && roles.some((one) => WALKERS.includes(one))),
    points: points.some(({ active }) => active),
  };
  return done.people && done.points ? null : done;
}

/** Who is led through an empty school is who sets it up. */
export async function firstSteps(): Promise<Beginning | null> {
  const isOffice = (await myRoles()).includes('safety_office');
  return isOffice ? beginning(await people(), await points()) : null;
}
