// Who rectified, who re-checked and how long it took: the line under a hazard to be approved.
import { t } from '../../i18n';
import type { HazardEvent, HazardRow } from '../../wire/wire';
import { span } from '../words';

export function doneBy(row: HazardRow): string {
  const last = (...kinds: HazardEvent['kind'][]) =>
    row.events.filter((event) => event.applied && kinds.includes(event.kind)).pop();
  const rectified = last('rectify', 'fix_on_spot');
  const rechecked = last('recheck');
  const name = (event: HazardEvent) => row.names[event.person] ?? t('hazard.nobody');
  return [
    rectified && t('approve.rectifiedBy', { name: name(rectified) }),
    rechecked && t('approve.recheckedBy', { name: name(rechecked) }),
    rectified && t('approve.took', { time: span(rectified.captured_ms - row.found_ms) }),
  ]
    .filter(Boolean)
    .join(' · ');
}
