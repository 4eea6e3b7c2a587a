// One step of a hazard on its own screen: the form survives a kill, the move is kept, then back.
import { computed, onMounted, ref, shallowReactive, watch } from 'vue';
import { saveMove } from '../../actions/save-move';
import type { HazardView } from '../../store/hazards';
import { moveDraft } from '../../store/move-drafts';
import type { HazardMove } from '../../wire/wire';
import { problemOf } from '../problem';
import { useSheet } from '../sheet';
import { useHazard } from './hazard';
import { useWayBack } from './leave';

/** `names`: any of these moves opens the screen; none of them possible = it says so. */
export function useStep<Form extends object>(id: string, names: HazardMove[], first: Form) {
  const goBack = useWayBack(`/hazards/${id}`);
  const shown = useHazard(id);
  const { sheet, open, close } = useSheet<'sign' | 'camera' | 'scan'>();
  // Shallow: a list of photos is replaced, never pushed into.
  const form = shallowReactive({ ...first });
  const isReady = ref(false);
  const busy = ref(false);
  const problem = ref('');
  const key = `${id}/${names.join()}`;

  onMounted(async () => {
    Object.assign(form, await moveDraft<Form>(key));
    isReady.value = true;
  });
  watch(form, () => {
    if (isReady.value && !busy.value) void saveMove(key, form);
  });

  const view = computed(() => shown.value.view);
  const option = computed(() => optionOf(view.value, names));

  async function send(work: () => Promise<unknown>) {
    if (busy.value) return;
    busy.value = true;
    problem.value = '';
    try {
      await work();
      await saveMove(key, null);
    } catch (error) {
      busy.value = false;
      problem.value = problemOf(error);
      return;
    }
    goBack();
  }

  return { shown, view, option, form, isReady, busy, problem, send, sheet, open, close };
}

/** The first of these moves that this person could make now. */
function optionOf(view: HazardView | null, names: HazardMove[]) {
  return view?.moves.find(({ move }) => names.includes(move)) ?? null;
}
