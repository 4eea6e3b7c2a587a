// Whose turn a hazard is and which steps are still ahead, for inboxes, badges and timelines.
import type { Grade, HazardMove, HazardState, WaitingFor } from '../wire/wire';
import type { MoveOption } from './hazard';

/** The moves that bring a hazard forward from a state; the others correct or stop it. */
const FORWARD: Record<HazardState, HazardMove[]> = {
  registered: ['assess'],
  assessed: ['assign'],
  assigned: ['start', 'rectify'],
  rectifying: ['rectify'],
  rectified: ['recheck'],
  rechecked: ['approve'],
  approved: ['accept'],
  struck_off: [],
  void: [],
};

export type Step = 'assess' | 'assign' | 'rectify' | 'recheck' | 'approve' | 'accept';
const STEPS: [Step, HazardState[]][] = [
  ['assess', ['registered']],
  ['assign', ['assessed']],
  ['rectify', ['assigned', 'rectifying']],
  ['recheck', ['rectified']],
  ['approve', ['rechecked']],
  ['accept', ['approved']],
];

/** What waits for this person: a move that brings it on, or a void that somebody else asked for. */
export function turns(state: HazardState, options: readonly MoveOption[]): MoveOption[] {
  return options.filter(
    ({ move, blocked }) => blocked === null && (move === 'void' || FORWARD[state].includes(move)),
  );
}

/** The step a hazard waits for now comes first, then those after it; empty once it is closed. */
export function stepsAhead(state: HazardState, grade: Grade | null): Step[] {
  const now = STEPS.findIndex(([, states]) => states.includes(state));
  if (now < 0) return [];
  return STEPS.slice(now).flatMap(([step]) =>
    step === 'accept' && grade !== 'major' ? [] : [step],
  );
}

export function waitingFor(
  state: HazardState,
  hazard: { owner: string | null; supervisor: string | null },
): WaitingFor | null {
  switch (state) {
    case 'registered':
      return { role: 'safety_office', person: null };
    case 'assessed':
      return { role: 'vice_principal', person: null };
    case 'assigned':
    case 'rectifying':
      return { role: 'owner', person: hazard.owner };
    case 'rectified':
      return { role: 'supervisor', person: hazard.supervisor };
    case 'rechecked':
      return { role: 'principal', person: null };
    case 'approved':
      return { role: 'bureau_officer', person: null };
    default:
      return null;
  }
}
