// What the principal should look at first: everything but a general hazard that was done in time.
import { doneAt, lateness } from '../../domain/late';
import { t } from '../../i18n';
import { approvable, type HazardView } from '../../store/hazards';
import type { HazardRow } from '../../wire/wire';
import { lateText } from '../hazards/words';

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
  /** How many; of what was late, how many milliseconds. */
  n: number;
  /** Who asked to void it. */
  name?: string;
}

export function exceptionsOf(row: HazardRow): Exception[] {
  const applied = row.events.filter((event) => event.applied);
  const { late_ms, postponed } = lateness(row, doneAt(row.events));
  const asker = row.void_asked_by;
  const counts: [Exception['kind'], number][] = [
    ['major', row.grade === 'major' ? 1 : 0],
    ['larger', row.grade === 'larger' ? 1 : 0],
    ['ungraded', row.grade === null ? 1 : 0],
    ['missing', row.missing.length],
    // Signed together is "I have seen how it was": where no photo shows that, it would not be true.
    ['unpictured', row.before.length === 0 ? 1 : 0],
    ['late', late_ms],
    ['postponed', postponed],
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

export function exceptionWord(
  { kind, n, name }: Exception,
  move: 'approve' | 'accept' = 'approve',
) {
  if (kind === 'major' && move === 'accept') return t('exception.majorAccept');
  if (kind === 'late') return t('due.lateFirst', { late: lateText(n) });
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
