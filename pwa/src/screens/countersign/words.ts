// The second signature in words: who gave it when, and the sign of one that is still wanted.
import { t } from '../../i18n';
import type { IconName } from '../../ui/icons';
import type { Tone } from '../../ui/types';
import type { InspectionRow } from '../../wire/wire';
import { shortMoment } from '../hazards/words';

/** Empty until somebody has. */
export function secondText(row: InspectionRow, name: string | null): string {
  if (row.countersigned_ms === null) return '';
  return t('countersign.by', { name: name ?? '', time: shortMoment(row.countersigned_ms) });
}

/** Beside a record that still wants it; nothing to look at once both have signed. */
export function waitsTag(): { icon: IconName; label: string; tone: Tone } {
  return { icon: 'pencil', label: t('countersign.waits'), tone: 'plain' };
}
