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
  void: { label: 'act.void', path: 'void' },
};

export function act(view: HazardView, { move }: MoveOption): Act {
  const { label, icon, path } = FACES[move];
  const isUp = move === 'approve' && view.row.grade === 'major';
  return {
    move,
    label: t(isUp ? 'act.approveMajor' : label),
    to: `/hazards/${view.row.id}/${path}`,
    ...(icon && { icon }),
  };
}

/** At most one filled button and one beside it; the rest are links at the end of the page. */
export interface Acts {
  primary: Act | null;
  secondary: Act | null;
  links: Act[];
  /** A void that somebody asked for, to be confirmed by this person. */
  voiding: Act | null;
  /** Why this person may not do what the role could. */
  blocked: string[];
}

export function actsOf(view: HazardView): Acts {
  const open = view.moves.filter((option) => option.blocked === null);
  const of = (move: HazardMove) => {
    const option = open.find((each) => each.move === move);
    return option ? act(view, option) : null;
  };
  // The last one: whoever may start may also report it done.
  const forward = turns(view.state, open)
    .filter(({ move }) => move !== 'void')
    .reverse();
  const [first, second] = forward;
  const changing = first?.move === 'assign' ? null : of('assign');
  return {
    primary: first ? act(view, first) : null,
    secondary: second ? act(view, second) : of('return'),
    links: [changing && { ...changing, label: t('hazard.change') }, of('void_ask')].filter(
      (each) => each !== null,
    ),
    voiding: of('void'),
    blocked: view.moves.flatMap((option) => (option.blocked ? [option.blocked] : [])),
  };
}
