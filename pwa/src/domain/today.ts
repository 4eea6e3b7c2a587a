// Today's round: every point with a daily checklist for this person's roles, in the order of the walk.
import type { InspectionRow, PointRow, Role } from '../wire/wire';
import { dueMs } from './begun';
import type { Checklist, Slot, Text } from './checklist';
import { dayIn, timeIn } from './clock';
import type { Draft } from './inspection';
import { askedAt, dueOf } from './slots';
import type { Tally } from './tally';

const DAILY: readonly string[] = ['daily', 'per_meal', 'night_2h'];

/** An inspection made on this phone: still here, or acknowledged but not pulled yet. */
export interface OwnInspection {
  point: string;
  checklist: string;
  started_ms: number;
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
  /** What it asks at this due time. */
  checklist: Checklist;
  /** Where the list has due times, one of them. */
  slot: Slot | null;
  /** `missed` = passed over: something later on the round is done already. `later`, `late` = by the due time. */
  state: 'unchecked' | 'draft' | 'missed' | 'later' | 'late' | Kept;
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
  /** What can still be done today: neither done nor past its time. */
  left: Stop[];
  next: Stop | null;
  done: number;
  total: number;
  /** When it was so: the day of the list. */
  at_ms: number;
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
  boarding: boolean;
  now_ms: number;
}

/** A form, or a draft of one. */
type Made = Pick<Draft, 'point' | 'checklist' | 'started_ms'> & { captured_ms?: number };

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
        if (!checklist) return [];
        const slots = checklist.slots?.length ? checklist.slots : [null];
        return slots.map((slot) => stop(known, point, checklist, slot));
      }),
    );
  // What has a time of its own comes after the walk, by that time.
  const stops = walk
    .filter((each) => known.boarding || !each.slot?.boarding || each.draft || isDone(each))
    .sort((a, b) => beginsAt(a).localeCompare(beginsAt(b)));
  markMissed(stops);
  return {
    stops,
    left: stops.filter(isOpen),
    next: nextOf(stops),
    done: stops.filter(isDone).length,
    total: stops.length,
    at_ms: known.now_ms,
    unfinished: known.drafts.map((draft) => ({
      draft,
      point: known.points.find(({ id }) => id === draft.point)?.name ?? '',
      title: known.checklists.find(({ id }) => id === draft.checklist)?.title ?? null,
      on_round: stops.some((each) => each.draft?.id === draft.id),
    })),
  };
}

const beginsAt = ({ slot }: Stop) => slot?.begins ?? '';

function isDone(stop: Stop): boolean {
  return stop.done_ms !== null;
}

const isOpen = (stop: Stop) => !isDone(stop) && stop.state !== 'late';

function stop(known: Known, point: PointRow, whole: Checklist, slot: Slot | null): Stop {
  const { tz, now_ms } = known;
  const today = dayIn(tz, now_ms);
  const checklist = slot ? askedAt(whole, slot.begins) : whole;
  const here = (each: Made) =>
    each.point === point.id &&
    each.checklist === whole.id &&
    (!slot ||
      dueOf(whole, tz, dueMs(each.started_ms, each.captured_ms ?? 0)) === `${today} ${slot.key}`);
  const draft = known.drafts.find(here) ?? null;
  const pulled = known.inspections.map((each) => ({ ...each, kept: keptOf(each) }));
  const latest = [...pulled, ...known.own]
    // A form is for the meal it was begun at, however late it is signed.
    .filter((each) => here(each) && (slot || dayIn(tz, each.captured_ms) === today))
    .sort((a, b) => b.captured_ms - a.captured_ms || wayOf(b.kept) - wayOf(a.kept))[0];
  const facts = { point, checklist, slot };
  if (latest) {
    const { kept: state, captured_ms: done_ms, failed } = latest;
    const own = known.own.find((each) => here(each) && each.captured_ms === done_ms);
    return { ...facts, state, draft: null, done_ms, failed, tally: own?.tally ?? null };
  }
  const state = draft ? 'draft' : dueState(slot, timeIn(tz, now_ms));
  return { ...facts, state, draft, done_ms: null, failed: 0, tally: null };
}

function dueState(slot: Slot | null, time: string): 'unchecked' | 'later' | 'late' {
  if (slot && time < slot.begins) return 'later';
  return slot && time >= slot.ends ? 'late' : 'unchecked';
}

const wayOf = (kept: Kept) => FROM_HERE_TO_THERE.indexOf(kept);

function keptOf({ missing }: InspectionRow): Kept {
  return missing.length > 0 ? 'photos_left' : 'received';
}

function markMissed(stops: Stop[]): void {
  const last = stops.map(isDone).lastIndexOf(true);
  for (const each of stops.slice(0, Math.max(0, last))) {
    if (each.state === 'unchecked' && !each.slot) each.state = 'missed';
  }
}

/** The walk goes on after the last stop done, what was left out comes at the end; then the next due time. A meal that is over is no way to go. */
function nextOf(stops: readonly Stop[]): Stop | null {
  const last = stops.map(isDone).lastIndexOf(true);
  const inTurn = [...stops.slice(last + 1), ...stops].filter(isOpen);
  return inTurn.find(({ state }) => state !== 'later') ?? inTurn[0] ?? null;
}
