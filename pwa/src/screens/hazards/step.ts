// One step of a hazard on its own screen: the form survives a kill, the move is kept, then back.
import { computed, onMounted, ref, shallowReactive, watch, type Ref } from 'vue';
import { moveSaved, saveMove } from '../../actions/save-move';
import type { HazardView } from '../../store/hazards';
import { moveDraft } from '../../store/move-drafts';
import type { HazardMove } from '../../wire/wire';
import { beginAtTop } from '../back';
import { problemOf } from '../problem';
import { useSheet } from '../sheet';
import { useHazard } from './hazard';
import { useWayBack } from '../leave';

/** `names`: any of these moves opens the screen; none of them possible = it says so. */
export function useStep<Form extends object>(id: string, names: HazardMove[], first: Form) {
  const goBack = useWayBack(`/hazards/${id}`);
  const shown = useHazard(id);
  const { sheet, open, close } = useSheet<'sign' | 'camera' | 'scan'>();
  const busy = ref(false);
  const problem = ref('');
  const key = `${id}/${names.join()}`;
  const { form, isReady } = useForm(key, first, busy, problem);

  const view = computed(() => shown.value.view);
  const option = computed(() => optionOf(view.value, names));

  /** `work` hands the step on to the move that it becomes. */
  async function send(work: (step: string) => Promise<unknown>) {
    if (busy.value) return;
    busy.value = true;
    problem.value = '';
    try {
      await moveSaved();
      await work(key);
    } catch (error) {
      busy.value = false;
      problem.value = problemOf(error);
      return;
    }
    beginAtTop();
    goBack();
  }

  return { shown, view, option, form, isReady, busy, problem, send, sheet, open, close };
}

/** As it was left, and kept after every change but those while it is being signed. */
function useForm<Form extends object>(
  key: string,
  first: Form,
  busy: Ref<boolean>,
  problem: Ref<string>,
) {
  // Shallow: a list of photos is replaced, never pushed into.
  const form = shallowReactive({ ...first });
  const isReady = ref(false);

  async function keep() {
    try {
      await saveMove(key, form);
      problem.value = '';
    } catch (error) {
      problem.value = problemOf(error);
    }
  }

  onMounted(async () => {
    Object.assign(form, await moveDraft<Form>(key));
    isReady.value = true;
  });
  watch(form, () => {
    if (isReady.value && !busy.value) void keep();
  });
  return { form, isReady };
}

/** The first of these moves that this person could make now. */
function optionOf(view: HazardView | null, names: HazardMove[]) {
  return view?.moves.find(({ move }) => names.includes(move)) ?? null;
}
