// Who is principal of a school already: asked before a second one is appointed.
import { peopleList } from '../../sync/queries';
import { daysOf } from '../delegation';

const MOST_ROWS = 200;

/** By name; who only stands in for a while is none. */
export async function principalsOf(organisation: string): Promise<string[]> {
  const names: string[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof peopleList>> = await peopleList({
      ...{ organisation, after, limit: MOST_ROWS },
    });
    const found = page.rows.filter(
      (person) => !person.left && person.roles.includes('principal') && daysOf(person) === null,
    );
    names.push(...found.map(({ name }) => name));
    after = page.next;
  } while (after !== null);
  return names;
}
