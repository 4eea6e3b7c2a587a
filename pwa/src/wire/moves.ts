// The server's own table of hazard moves, with types: who may lead a hazard from where to where.
import table from './moves.json';
import type { Grade, HazardMove, HazardState, Role } from './wire';

export interface Rule {
  move: HazardMove;
  from: HazardState[];
  /** By grade where that matters; null = the state stays. */
  to: HazardState | { [grade in Grade | '*']?: HazardState } | null;
  roles: Role[];
  relation: 'owner' | 'supervisor' | 'asker' | null;
  signed: boolean;
  strict: boolean;
}

export const rules = table as Rule[];
