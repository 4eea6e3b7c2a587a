// What the principal should look at first: everything but a general hazard that was done in time.
import { t } from '../../i18n';
import { approvable, type HazardView } from '../../store/hazards';
import type { HazardRow } from '../../wire/wire';

export interface Exception {
  kind:
    | 'voiding'
    | 'major'
    | 'larger'
    | 'ungraded'
    | 'late'
    | 'postponed'
    | 'returned'
    | 'again'
    | 'missing'
    | 'unpictured';
  n: number;
  /** Who asked to void it. */
  name?: string;
}

const DAY_MS = 86_400_000;

export function exceptionsOf(row: HazardRow): Exception[] {
  const applied = row.events.filter((event) => event.applied);
  const deadlines = applied.flatMap(({ kind, data }) => {
    const deadline = kind === 'assign' ? data['deadline_ms'] : null;
    return typeof deadline === 'number' ? [deadline] : [];
  });
  const postponed = deadlines.filter((deadline, at) => deadline > (deadlines[at - 1] ?? deadline));
  const late_ms = lateBy(row, deadlines[0] ?? row.deadline_ms);
  const asker = row.void_asked_by;
  const counts: [Exception['kind'], number][] = [
    ['major', row.grade === 'major' ? 1 : 0],
    ['larger', row.grade === 'larger' ? 1 : 0],
    ['ungraded', row.grade === null ? 1 : 0],
    ['missing', row.missing.length],
    // Signed together is "I have seen how it was": where no photo shows that, it would not be true.
    ['unpictured', row.before.length === 0 ? 1 : 0],
    ['late', Math.ceil(late_ms / DAY_MS)],
    ['postponed', postponed.length],
    ['returned', applied.filter(({ kind }) => kind === 'return').length],
    ['again', applied.filter(({ kind }) => kind === 'found_again').length],
  ];
  const found = counts.flatMap(([kind, n]) => (n > 0 ? [{ kind, n }] : []));
  return asker ? [{ kind: 'voiding', n: 1, name: row.names[asker] ?? '' }, ...found] : found;
}

/** As sentences; the grade stands in its chip, and needs a word only for what a major one leads to. */
export function reasonsOf(row: HazardRow, move?: 'approve' | 'accept'): string[] {
  return exceptionsOf(row)
    .filter(({ kind }) => kind !== 'larger')
    .map((each) => exceptionWord(each, move));
}

/** The last rectification against the first deadline: moving it does not make it punctual. */
function lateBy(row: HazardRow, deadline_ms: number | null): number {
  const [done] = row.events
    .filter(({ applied, kind }) => applied && (kind === 'rectify' || kind === 'fix_on_spot'))
    .reverse();
  if (!done || deadline_ms === null) return 0;
  return Math.max(0, done.captured_ms - deadline_ms);
}

export function exceptionWord(
  { kind, n, name }: Exception,
  move: 'approve' | 'accept' = 'approve',
) {
  if (kind === 'major' && move === 'accept') return t('exception.majorAccept');
  return t(`exception.${kind}`, { n, name: name ?? '' });
}

export interface Inbox {
  /** To be looked at one by one. */
  exceptional: HazardView[];
  /** General, in time, nothing unusual: may be signed together. */
  clean: HazardView[];
}

export function forApproval(views: readonly HazardView[]): Inbox {
  const waiting = approvable(views);
  const isClean = ({ row, moves }: HazardView) =>
    row.grade === 'general' &&
    exceptionsOf(row).length === 0 &&
    moves.some(({ move, blocked }) => move === 'approve' && blocked === null);
  return {
    exceptional: waiting.filter((view) => !isClean(view)),
    clean: waiting.filter(isClean),
  };
}
