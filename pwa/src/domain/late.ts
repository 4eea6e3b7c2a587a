// How late work was, counted one way for lists, pages and approval.
import type { HazardEvent, HazardRow } from '../wire/wire';

export interface Lateness {
  /** Against the first limit, because moving it does not make the work punctual. */
  late_ms: number;
  /** How often the limit was moved to a later time. */
  postponed: number;
}

type Events = readonly Pick<HazardEvent, 'kind' | 'applied' | 'captured_ms' | 'data'>[];

const WORK: readonly HazardEvent['kind'][] = ['rectify', 'fix_on_spot'];

/** When it was last put right; null = not yet. */
export function doneAt(events: Events): number | null {
  const work = events.filter(({ applied, kind }) => applied && WORK.includes(kind));
  return work.pop()?.captured_ms ?? null;
}

export function lateness(
  { events, deadline_ms }: { events: Events } & Pick<HazardRow, 'deadline_ms'>,
  done_ms: number | null,
): Lateness {
  const limits = events.flatMap(({ applied, data }) => {
    const limit = applied ? data['deadline_ms'] : null;
    return typeof limit === 'number' ? [limit] : [];
  });
  const first = limits[0] ?? deadline_ms;
  const isLate = done_ms !== null && first !== null && done_ms > first;
  return {
    late_ms: isLate ? done_ms - first : 0,
    postponed: limits.filter((limit, at) => limit > (limits[at - 1] ?? limit)).length,
  };
}
