// The rows this person's work needs, as last pulled from the server.
import type {
  InspectionRow,
  OrganisationRow,
  PersonRow,
  PointRow,
  Role,
  RowKind,
  Rows,
} from '../wire/wire';
import { current } from './account';

/** A row may be pulled for two organisations (a bureau watching a school): it is still one. */
export async function rows<K extends RowKind>(kind: K): Promise<Rows[K][]> {
  const range = IDBKeyRange.bound([kind], [kind, []]);
  const found = await current().database.read(['rows'], (tx) =>
    tx.objectStore('rows').getAll(range),
  );
  return [...new Map(found.map((row) => [row.id, row.data as Rows[K]])).values()];
}

export async function row<K extends RowKind>(kind: K, id: string): Promise<Rows[K] | null> {
  const range = IDBKeyRange.bound([kind, id], [kind, id, []]);
  const [found] = await current().database.read(['rows'], (tx) =>
    tx.objectStore('rows').getAll(range),
  );
  return found ? (found.data as Rows[K]) : null;
}

/** In the order of the round. */
export async function points(): Promise<PointRow[]> {
  return (await rows('point')).sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
}

export async function point(id: string): Promise<PointRow | null> {
  return await row('point', id);
}

/** `voided` = the label was taken out of use: the screen says so instead of "unknown code". */
export async function pointByCode(
  code: string,
): Promise<{ point: PointRow; voided: boolean } | null> {
  for (const each of await points()) {
    const label = each.labels.find((one) => one.code === code);
    if (label) return { point: each, voided: label.void };
  }
  return null;
}

/** Also those who left: old records name them. */
export async function people(): Promise<PersonRow[]> {
  return await rows('person');
}

/** As last pulled; the roles of the enrolment until then. */
export async function myRoles(): Promise<Role[]> {
  const account = current();
  return (await row('person', account.person))?.roles ?? account.roles;
}

/** Newest first. */
export async function inspections(): Promise<InspectionRow[]> {
  return (await rows('inspection')).sort((a, b) => b.captured_ms - a.captured_ms);
}

export async function organisation(): Promise<OrganisationRow> {
  const account = current();
  return (await row('organisation', account.organisation.id)) ?? account.organisation;
}

export async function organisations(): Promise<OrganisationRow[]> {
  return await rows('organisation');
}
