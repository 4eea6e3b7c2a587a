// A stop of the round as its line says it: eye, meta, state, and where a tap leads.
import { dayIn } from '../../domain/clock';
import type { Slot } from '../../domain/checklist';
import { progress } from '../../domain/inspection';
import type { Stop, Today } from '../../domain/today';
import { t } from '../../i18n';

import type { EyeState, Stop as Line } from '../../ui/types';
import { tallyText } from '../tally';
import { clockTime, said, zone } from '../words';

export const titleIn = (stop: Stop): string => said(stop.checklist.title);

/** A draft goes on where it was; everything else begins at the point. */
export function placeOf(stop: Stop): string {
  return stop.draft ? `/form/${stop.draft.id}` : `/points/${stop.point.id}`;
}

/** What tells the stops of this round apart: the point, the checklist where it is always one point, or both. */
export type Naming = 'point' | 'checklist' | 'both';

export function namingOf(stop: Stop, stops: readonly Stop[]): Naming {
  const here = stops.filter(({ point }) => point.id === stop.point.id).length;
  if (here === 1) return 'point';
  return here === stops.length ? 'checklist' : 'both';
}

export function lineOf(stop: Stop, isNext: boolean, naming: Naming): Line {
  const isBoth = naming === 'both';
  return {
    id: [stop.point.id, stop.checklist.id, stop.slot?.key ?? ''].join(' '),
    to: placeOf(stop),
    eye: eyeOf(stop, isNext),
    name: naming === 'checklist' ? titleIn(stop) : stop.point.name,
    meta: isBoth ? `${titleIn(stop)} · ${metaOf(stop, true)}` : metaOf(stop, false),
    state: stateOf(stop, isNext),
  };
}

export const lateIn = ({ total, done, left }: Today): number => total - done - left.length;

/** Where nothing can be done any more today, which is not: everything was done. */
export const overText = (today: Today): string =>
  lateIn(today) > 0 ? t('today.over', { n: lateIn(today) }) : t('today.allDone');

/** The newest due time of a checklist at its point, while nobody has kept it. */
export function dueText(stops: readonly Stop[], point: string, checklist: string): string {
  const begun = stops.filter(
    (each) => each.point.id === point && each.checklist.id === checklist && each.state !== 'later',
  );
  const last = begun.pop();
  return last?.slot && last.done_ms === null ? t('point.due', { slot: said(last.slot.name) }) : '';
}

function eyeOf(stop: Stop, isNext: boolean): EyeState {
  if (stop.done_ms !== null) return 'done';
  if (stop.draft) return 'broken';
  if (isNext && stop.state !== 'later') return 'now';
  return stop.state === 'missed' || stop.state === 'late' ? 'missed' : 'empty';
}

/** The due time comes first: it is what tells a kitchen's three meals apart. */
function metaOf(stop: Stop, isShort: boolean): string {
  if (!stop.slot) return workOf(stop, isShort);
  const due = stop.done_ms === null ? slotText(stop.slot) : said(stop.slot.name);
  return [due, workOf(stop, isShort)].join(' · ');
}

export const slotText = ({ name, begins, ends }: Slot): string => `${said(name)} ${begins}–${ends}`;

function workOf(stop: Stop, isShort: boolean): string {
  const { checklist, draft } = stop;
  const n = checklist.sections.reduce((sum, section) => sum + section.items.length, 0);
  if (stop.done_ms !== null) {
    const time = clockTime(stop.done_ms);
    if (stop.failed > 0) return t('stop.failed', { time, n: stop.failed });
    if (!stop.tally?.checked) return t('stop.noneFailed', { time });
    return t('stop.allPassed', { time, items: tallyText(stop.tally) });
  }
  if (draft) {
    const { done, total } = progress(draft, checklist, dayIn(zone(), Date.now()));
    return t('stop.draft', { done, total });
  }
  if (isShort) return t('tally.all', { n });
  return t('stop.items', { n, minutes: checklist.minutes });
}

function stateOf(stop: Stop, isNext: boolean): Line['state'] {
  switch (stop.state) {
    case 'received':
      return { icon: 'received', label: t('stop.received'), tone: 'ok' };
    case 'photos_left':
      return { icon: 'sync', label: t('stop.photosLeft') };
    case 'held':
      return { icon: 'clock', label: t('stop.held'), tone: 'warn' };
    case 'only_here':
      return { icon: 'phone', label: t('stop.onlyHere') };
  }
  if (stop.draft) return { icon: 'pencil', label: t('stop.continue'), tone: 'warn' };
  if (stop.state === 'later') {
    return { icon: 'clock', label: t('stop.later', { time: stop.slot?.begins ?? '' }) };
  }
  if (isNext) return { icon: 'forward', label: t('stop.go'), tone: 'now' };
  if (stop.state === 'missed') return { icon: 'minus', label: t('stop.missed'), tone: 'bad' };
  if (stop.state === 'late') return { icon: 'clock', label: t('stop.late'), tone: 'bad' };
  return { icon: 'minus', label: t('stop.unchecked') };
}
