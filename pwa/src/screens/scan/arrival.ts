// How a person came to a point, from the scan until the inspection or re-check that uses it.
import type { Router } from 'vue-router';
import { startInspection } from '../../actions/start-inspection';
import type { Checklist } from '../../domain/checklist';
import { checklists } from '../../store/checklists';
import { myRoles } from '../../store/mirror';
import { lastChecks } from '../../store/checks';
import type { PointRow, Presence } from '../../wire/wire';
import { isToday } from '../words';

/** Scanned and then left lying: after this the point has to be scanned again. */
const HOLDS_MS = 30 * 60_000;

const arrivals = new Map<string, Presence>();

export function arrived(point: string, way: 'scan' | 'link' | 'typed', code: string): Presence {
  const presence: Presence = { way, code, at_ms: Date.now() };
  arrivals.set(point, presence);
  return presence;
}

export function presenceAt(point: string): Presence {
  const now_ms = Date.now();
  const last = arrivals.get(point);
  if (last && now_ms - last.at_ms < HOLDS_MS) return last;
  return { way: 'none', code: null, at_ms: now_ms };
}

export interface Choice {
  mine: Checklist[];
  others: Checklist[];
}

export async function choiceAt(point: PointRow): Promise<Choice> {
  const roles = await myRoles();
  const here = (await checklists()).filter((each) => point.checklists.includes(each.id));
  const isMine = (each: Checklist) => each.roles.some((role) => roles.includes(role));
  return { mine: here.filter(isMine), others: here.filter((each) => !isMine(each)) };
}

export async function startHere(
  router: Router,
  point: PointRow,
  checklist: Checklist,
): Promise<void> {
  const draft = await startInspection(point, checklist, presenceAt(point.id));
  await router.replace(`/form/${draft.id}`);
}

/** With one checklist for this person there is nothing to choose, unless it was done today: the page says so. */
export async function enter(router: Router, point: PointRow): Promise<void> {
  const [only, ...more] = (await choiceAt(point)).mine;
  const isAgain = only && isToday((await lastChecks(point.id)).get(only.id) ?? 0);
  if (only && more.length === 0 && point.active && !isAgain) await startHere(router, point, only);
  else await router.replace(`/points/${point.id}`);
}
