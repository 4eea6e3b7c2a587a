// The buttons of a hazard: which moves lie in the foot, which are links below, where each leads.
import { t, type TextKey } from '../../i18n';
import type { MoveOption } from '../../domain/hazard';
import { turns } from '../../domain/turn';
import type { HazardView } from '../../store/hazards';
import type { IconName } from '../../ui/icons';
import type { HazardMove } from '../../wire/wire';

export interface Act {
  move: HazardMove;
  label: string;
  icon?: IconName;
  to: string;
}

const FACES: Record<HazardMove, { label: TextKey; icon?: IconName; path: string }> = {
  assess: { label: 'act.assess', icon: 'flag', path: 'assess' },
  assign: { label: 'act.assign', icon: 'pencil', path: 'assess' },
  start: { label: 'act.start', icon: 'wrench', path: 'start' },
  rectify: { label: 'act.rectify', icon: 'camera', path: 'rectify' },
  recheck: { label: 'act.recheck', icon: 'scan', path: 'recheck' },
  approve: { label: 'act.approve', icon: 'pencil', path: 'approve' },
  accept: { label: 'act.accept', icon: 'pencil', path: 'accept' },
  return: { label: 'act.return', path: 'return' },
  void_ask: { label: 'hazard.askVoid', path: 'void-ask' },
  void_deny: { label: 'act.void_deny', path: 'void-deny' },
  void: { label: 'act.void', path: 'void' },
};

export function act(view: HazardView, { move }: MoveOption, me: string): Act {
  const { label, icon, path } = FACES[move];
  const isUp = move === 'approve' && view.row.grade === 'major';
  const isOwn = move === 'void_deny' && view.row.void_asked_by === me;
  return {
    move,
    label: t(isUp ? 'act.approveMajor' : isOwn ? 'act.void_back' : label),
    to: `/hazards/${view.row.id}/${path}`,
    ...(icon && { icon }),
  };
}

/** At most one filled button and one beside it; the rest are links at the end of the page. */
export interface Acts {
  primary: Act | null;
  secondary: Act | null;
  links: Act[];
  /** A void that somebody asked for: what this person may say to it. */
  voiding: Act[];
  /** Why this person may not do what the role could. */
  blocked: string[];
}

const isThere = (act: Act | null): act is Act => act !== null;

export function actsOf(view: HazardView, me: string): Acts {
  const open = view.moves.filter((option) => option.blocked === null);
  const of = (move: HazardMove) => {
    const option = open.find((each) => each.move === move);
    return option ? act(view, option, me) : null;
  };
  // The last one: whoever may start may also report it done.
  const forward = turns(view.state, open)
    .filter(({ move }) => move !== 'void')
    .reverse();
  const [first, second] = forward;
  const changing = first?.move === 'assign' ? null : of('assign');
  return {
    primary: first ? act(view, first, me) : null,
    secondary: second ? act(view, second, me) : of('return'),
    links: [changing && { ...changing, label: t('assess.titleChange') }, of('void_ask')].filter(
      isThere,
    ),
    voiding: [of('void_deny'), of('void')].filter(isThere),
    blocked: view.moves.flatMap((option) => (option.blocked ? [option.blocked] : [])),
  };
}

/** Somebody asked to void it and nobody has said yet what becomes of that. */
export function isVoidAsked({ row, state, pending }: HazardView): boolean {
  const isOver = state === 'void' || state === 'struck_off';
  return row.void_asked_by !== null && !isOver && pending.every(({ move }) => move !== 'void_deny');
}
