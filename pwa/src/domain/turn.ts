// Whose turn a hazard is and which steps are still ahead, for inboxes, badges and timelines.
import { rules } from '../wire/moves';
import type { Grade, HazardState, WaitingFor } from '../wire/wire';
import type { MoveOption } from './hazard';

export type Step = 'assess' | 'assign' | 'rectify' | 'recheck' | 'approve' | 'accept';

/** The move each open state waits for, in the order of a hazard's life; who makes it stands in the moves. */
const NEXT = {
  registered: 'assess',
  assessed: 'assign',
  assigned: 'rectify',
  rectifying: 'rectify',
  rectified: 'recheck',
  rechecked: 'approve',
  approved: 'accept',
} as const satisfies Partial<Record<HazardState, Step>>;

const STEPS = [...new Set<Step>(Object.values(NEXT))];

const isOpen = (state: HazardState): state is keyof typeof NEXT => state in NEXT;

/** What waits for this person: a move that brings it on, or a void that somebody else asked for. */
export function turns(state: HazardState, options: readonly MoveOption[]): MoveOption[] {
  // Starting leads on as well, to the same work.
  const forward = isOpen(state) ? ['void', 'start', NEXT[state]] : ['void'];
  return options.filter(({ move, blocked }) => blocked === null && forward.includes(move));
}

/** The step a hazard waits for now comes first, then those after it; empty once it is closed. */
export function stepsAhead(state: HazardState, grade: Grade | null): Step[] {
  if (!isOpen(state)) return [];
  const steps = STEPS.slice(STEPS.indexOf(NEXT[state]));
  return grade === 'major' ? steps : steps.filter((step) => step !== 'accept');
}

export function waitingFor(
  state: HazardState,
  hazard: { owner: string | null; supervisor: string | null },
): WaitingFor | null {
  const rule = rules.find(
    ({ move, from }) => isOpen(state) && move === NEXT[state] && from.includes(state),
  );
  const role = rule && (rule.relation ?? rule.roles[0]);
  if (!role) return null;
  return { role, person: role === 'owner' || role === 'supervisor' ? hazard[role] : null };
}
