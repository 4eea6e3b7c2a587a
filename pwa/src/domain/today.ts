// Today's round: every point with a daily checklist for this person's roles, in the order of the walk.
import type { InspectionRow, PointRow, Role } from '../wire/wire';
import type { Checklist, Text } from './checklist';
import { dayIn } from './clock';
import type { Draft } from './inspection';
import type { Tally } from './tally';

const NIGHT = 'night_2h';
const DAILY: readonly string[] = ['daily', 'per_meal', NIGHT];

/** An inspection made on this phone: still here, or acknowledged but not pulled yet. */
export interface OwnInspection {
  point: string;
  checklist: string;
  captured_ms: number;
  failed: number;
  tally: Tally;
  kept: Kept;
}

/** Where a record is: on this phone; with the server, but held; there without all photos; there. */
export type Kept = 'only_here' | 'held' | 'photos_left' | 'received';
const FROM_HERE_TO_THERE: readonly Kept[] = ['only_here', 'held', 'photos_left', 'received'];

export interface Stop {
  point: PointRow;
  checklist: Checklist;
  /** `missed` = passed over: something later on the round is done already. */
  state: 'unchecked' | 'draft' | 'missed' | Kept;
  /** Null once the stop is done: what was begun after that is among the `unfinished`. */
  draft: Draft | null;
  done_ms: number | null;
  failed: number;
  /** Only of what this phone made: a pulled row does not say what was left out. */
  tally: Tally | null;
}

export interface Unfinished {
  draft: Draft;
  point: string;
  title: Text | null;
  /** A stop of the round that is not done yet leads to it. */
  on_round: boolean;
}

export interface Today {
  stops: Stop[];
  next: Stop | null;
  done: number;
  total: number;
  /** Every inspection that was begun and neither handed in nor given up, on the round or not. */
  unfinished: Unfinished[];
}

export interface Known {
  points: readonly PointRow[];
  checklists: readonly Checklist[];
  inspections: readonly InspectionRow[];
  own: readonly OwnInspection[];
  drafts: readonly Draft[];
  roles: readonly Role[];
  tz: string;
  now_ms: number;
}

export function round(known: Known): Today {
  const mine = new Map(
    known.checklists
      .filter(
        (each) =>
          DAILY.includes(each.frequency) && each.roles.some((role) => known.roles.includes(role)),
      )
      .map((each) => [each.id, each]),
  );
  const walk = [...known.points]
    .filter((point) => point.active)
    .sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1))
    .flatMap((point) =>
      point.checklists.flatMap((id) => {
        const checklist = mine.get(id);
        return checklist ? [stop(known, point, checklist)] : [];
      }),
    );
  // By day nobody has passed over what is walked at night.
  const stops = [...walk.filter((each) => !isAtNight(each)), ...walk.filter(isAtNight)];
  markMissed(stops);
  const open = stops.filter((each) => !isDone(each));
  return {
    stops,
    next: nextOf(stops),
    done: stops.length - open.length,
    total: stops.length,
    unfinished: known.drafts.map((draft) => ({
      draft,
      point: known.points.find(({ id }) => id === draft.point)?.name ?? '',
      title: known.checklists.find(({ id }) => id === draft.checklist)?.title ?? null,
      on_round: stops.some((each) => each.draft?.id === draft.id),
    })),
  };
}

function isAtNight(stop: Stop): boolean {
  return stop.checklist.frequency === NIGHT;
}

function isDone(stop: Stop): boolean {
  return stop.done_ms !== null;
}

function stop(known: Known, point: PointRow, checklist: Checklist): Stop {
  const today = dayIn(known.tz, known.now_ms);
  const here = (each: { point: string; checklist: string }) =>
    each.point === point.id && each.checklist === checklist.id;
  const draft = known.drafts.find(here) ?? null;
  const pulled = known.inspections.map((each) => ({ ...each, kept: keptOf(each) }));
  const latest = [...pulled, ...known.own]
    .filter((each) => here(each) && dayIn(known.tz, each.captured_ms) === today)
    .sort((a, b) => b.captured_ms - a.captured_ms || wayOf(b.kept) - wayOf(a.kept))[0];
  if (latest) {
    const { kept: state, captured_ms: done_ms, failed } = latest;
    const own = known.own.find((each) => here(each) && each.captured_ms === done_ms);
    return { point, checklist, state, draft: null, done_ms, failed, tally: own?.tally ?? null };
  }
  const state = draft ? 'draft' : 'unchecked';
  return { point, checklist, state, draft, done_ms: null, failed: 0, tally: null };
}

const wayOf = (kept: Kept) => FROM_HERE_TO_THERE.indexOf(kept);

function keptOf({ missing }: InspectionRow): Kept {
  return missing.length > 0 ? 'photos_left' : 'received';
}

function markMissed(stops: Stop[]): void {
  const last = stops.map(isDone).lastIndexOf(true);
  for (const each of stops.slice(0, Math.max(0, last))) {
    if (each.state === 'unchecked') each.state = 'missed';
  }
}

/** The walk goes on after the last stop done; what was left out before it comes at the end. */
function nextOf(stops: readonly Stop[]): Stop | null {
  const last = stops.map(isDone).lastIndexOf(true);
  const ahead = stops.slice(last + 1).find((each) => !isDone(each));
  return ahead ?? stops.find((each) => !isDone(each)) ?? null;
}
