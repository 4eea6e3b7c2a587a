// One inspection being filled in: the draft on the screen, safe on the disk after every answer.
import { computed, onMounted, onUnmounted, ref, shallowRef } from 'vue';
import { draftSaved, saveDraft } from '../../actions/save-draft';
import type { Checklist } from '../../domain/checklist';
import { progress, rowsIn, type Draft } from '../../domain/inspection';
import { allAsked } from '../../domain/rows';
import { formOf } from '../../store/checklists';
import { draft as draftOf } from '../../store/drafts';
import { point as pointOf } from '../../store/mirror';
import type { PointRow } from '../../wire/wire';
import { problemOf } from '../problem';
import { useDay } from '../now';

export interface Form {
  checklist: Checklist;
  point: PointRow | null;
}

/** `unsaved` = the phone did not take it; the next answer tries again. */
export type Saved = 'saved' | 'saving' | 'unsaved';

export function useDraft(id: string) {
  const draft = shallowRef<Draft | null>(null);
  const form = shallowRef<Form | null>(null);
  const isGone = ref(false);
  const today = useDay();
  const { saved, problem, keep } = useKeeping();

  const state = computed(() =>
    draft.value && form.value ? progress(draft.value, form.value.checklist, today.value) : null,
  );
  const items = computed(() =>
    draft.value && form.value ? allAsked(form.value.checklist, rowsIn(draft.value)) : [],
  );

  async function load() {
    const found = await draftOf(id);
    const checklist = found && (await formOf(found));
    if (!found || !checklist) {
      isGone.value = true;
      return;
    }
    form.value = { checklist, point: await pointOf(found.point) };
    draft.value = found;
  }

  async function change(next: Draft) {
    draft.value = next;
    await keep(next);
  }

  return { draft, form, items, state, today, isGone, saved, problem, change, loaded: load() };
}

/** Whether the newest state is on the disk, and why not. */
export function useKeeping() {
  const saved = ref<Saved>('saved');
  const problem = ref('');
  let newest: Draft | null = null;

  async function keep(next: Draft) {
    newest = next;
    saved.value = 'saving';
    try {
      await saveDraft(next);
      problem.value = '';
      if (newest === next) saved.value = 'saved';
    } catch (error) {
      saved.value = 'unsaved';
      problem.value = problemOf(error);
    }
  }

  const onHidden = () => {
    if (document.visibilityState === 'hidden') void draftSaved().catch(() => undefined);
  };
  onMounted(() => {
    document.addEventListener('visibilitychange', onHidden);
  });
  onUnmounted(() => {
    document.removeEventListener('visibilitychange', onHidden);
  });
  return { saved, problem, keep };
}
