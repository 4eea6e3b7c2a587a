// The people of an organisation and their roles; name and phone travel in the erasable part.
import { uuid7 } from '../domain/uuid7';
import { current } from '../store/account';
import type { Role } from '../wire/wire';
import { enqueue, type Kept } from './enqueue';

interface Known {
  id: string;
  organisation: string;
}

export async function addPerson(
  facts: { name: string; phone: string; roles: Role[] },
  organisation = current().organisation.id,
): Promise<Kept & { person: string }> {
  const { roles, ...secret } = facts;
  const person = uuid7(Date.now());
  const kept = await enqueue('person.add', organisation, { person, roles }, { secret });
  return { ...kept, person };
}

export async function renamePerson(
  person: Known,
  facts: { name: string; phone: string },
): Promise<Kept> {
  return await enqueue(
    'person.rename',
    person.organisation,
    { person: person.id },
    { secret: facts },
  );
}

export async function grantRole(person: Known, role: Role): Promise<Kept> {
  return await enqueue('person.grant', person.organisation, { person: person.id, role });
}

export async function ungrantRole(person: Known, role: Role): Promise<Kept> {
  return await enqueue('person.ungrant', person.organisation, { person: person.id, role });
}

/** The principal's own role, for a dated time. */
export async function delegate(person: Known, from_ms: number, until_ms: number): Promise<Kept> {
  const args = { person: person.id, role: 'principal', from_ms, until_ms } as const;
  return await enqueue('person.delegate', person.organisation, args);
}

/** Before its days are over: for no time at all. */
export async function endDelegation(person: Known): Promise<Kept> {
  const now_ms = Date.now();
  return await delegate(person, now_ms, now_ms);
}

export async function personLeaves(person: Known): Promise<Kept> {
  return await enqueue('person.leave', person.organisation, { person: person.id });
}
