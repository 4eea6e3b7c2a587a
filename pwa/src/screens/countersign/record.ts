// One inspection for its own page: what the phone mirrors of it at once, the whole of it when the server answers.
import { computed, shallowRef, type ComputedRef, type Ref } from 'vue';
import type { Checklist } from '../../domain/checklist';
import { t } from '../../i18n';
import { checklist } from '../../store/checklists';
import { useLive } from '../../store/live';
import { point, row as rowOf } from '../../store/mirror';
import { inspectionDetail } from '../../sync/queries';
import type { Fact } from '../../ui/types';
import type { InspectionDetail, InspectionRow } from '../../wire/wire';
import { shortMoment } from '../hazards/words';
import { codeOf } from '../problem';

export interface Shown {
  row: InspectionRow;
  detail: InspectionDetail | null;
  form: Checklist | null;
  place: string;
  by: string;
  facts: Fact[];
}

interface Known {
  record: Ref<Shown | null>;
  /** The server has answered, or could not be asked. */
  isLoaded: ComputedRef<boolean>;
  /** It answered that this person does not see the whole. */
  isHidden: ComputedRef<boolean>;
}

const UNKNOWN = 'inspection.unknown';

export function useRecord(id: string): Known {
  const code = shallowRef<string | null>(null);
  const isLoaded = shallowRef(false);
  const mirrored = useLive<Shown | null>(() => shortOf(id), ['rows', 'checklists'], null);
  const whole = useLive<Shown | null>(wholeOf, ['rows'], null);

  async function wholeOf(): Promise<Shown | null> {
    try {
      const detail = await inspectionDetail(id);
      code.value = null;
      return {
        row: detail,
        detail,
        form: await checklist(detail.checklist, detail.version),
        place: detail.point_name,
        by: detail.person_name,
        facts: [],
      };
    } catch (error) {
      code.value = codeOf(error);
      return null;
    } finally {
      isLoaded.value = true;
    }
  }

  return {
    record: computed(() => whole.value ?? mirrored.value),
    isLoaded: computed(() => isLoaded.value),
    isHidden: computed(() => code.value === UNKNOWN),
  };
}

async function shortOf(id: string): Promise<Shown | null> {
  const row = await rowOf('inspection', id);
  if (!row) return null;
  const by = (await rowOf('person', row.person))?.name ?? '';
  return {
    row,
    detail: null,
    form: await checklist(row.checklist, row.version),
    place: (await point(row.point))?.name ?? '',
    by,
    facts: [
      { label: t('inspections.who'), value: by },
      { label: t('inspection.filled'), value: shortMoment(row.captured_ms) },
      { label: t('inspection.checked'), value: t('tally.all', { n: row.items }) },
    ],
  };
}
