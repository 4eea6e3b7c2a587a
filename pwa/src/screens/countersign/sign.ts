// Signing records a second time: one drawing for all of them, kept on the phone, then back.
import { ref } from 'vue';
import { countersign } from '../../actions/countersign';
import type { Drawing, InspectionRow } from '../../wire/wire';
import { useWayBack } from '../leave';
import { problemOf } from '../problem';
import { useSheet } from '../sheet';

export function useCountersign(back: string) {
  const goBack = useWayBack(back);
  const { sheet, open, close } = useSheet<'sign'>();
  const busy = ref(false);
  const problem = ref('');

  async function sign(rows: readonly InspectionRow[], drawing: Drawing) {
    if (busy.value) return;
    busy.value = true;
    problem.value = '';
    try {
      await countersign(rows, drawing);
      goBack();
    } catch (error) {
      busy.value = false;
      problem.value = problemOf(error);
    }
  }

  return { sheet, open, close, busy, problem, sign };
}
