// The second signature in words: who gave it when, and the sign of one that is still wanted.
import { t } from '../../i18n';
import type { IconName } from '../../ui/icons';
import type { Tone } from '../../ui/types';
import type { InspectionDetail, InspectionRow } from '../../wire/wire';
import { shortMoment } from '../hazards/words';
import { problemText } from '../problem';

/** Empty until somebody has. */
export function secondText(row: InspectionRow, name: string | null): string {
  if (row.countersigned_ms === null) return '';
  return t('countersign.by', { name: name ?? '', time: shortMoment(row.countersigned_ms) });
}

/** Why a form did not count at once, and who let it. */
export function releaseText({ code, person_name, decided_ms, reason }: Release): string {
  const [why, who, when] = [problemText(code), person_name, shortMoment(decided_ms)];
  return t('countersign.released', { why, who, when, reason });
}

type Release = NonNullable<InspectionDetail['release']>;

/** Beside a record that still wants it; nothing to look at once both have signed. */
export function waitsTag(): { icon: IconName; label: string; tone: Tone } {
  return { icon: 'pencil', label: t('countersign.waits'), tone: 'plain' };
}
