// A long list from the server, page by page; asked again when filters or the mirror change.
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue';
import { useLive } from '../../store/live';
import type { Page } from '../../wire/wire';
import { problemOf } from '../problem';

const FIRST_ROWS = 50;
const MOST_ROWS = 200;
/** Typing in a search field asks once, not letter by letter. */
const PAUSE_MS = 250;

export interface PageAsk {
  after: string | null;
  limit: number;
}

/** `asked` names what the list is narrowed to: when it changes the list starts anew. */
export function usePages<Row>(asked: () => string, ask: (page: PageAsk) => Promise<Page<Row>>) {
  const { rows, next, problem, busy, load } = useLoader(ask);

  /** As many as are on the screen, so that the list keeps its place. */
  const reload = () => {
    const limit = Math.min(MOST_ROWS, Math.max(FIRST_ROWS, rows.value?.length ?? 0));
    void load({ after: null, limit }, []);
  };
  const more = () => {
    if (next.value) void load({ after: next.value, limit: FIRST_ROWS }, rows.value ?? []);
  };

  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(asked, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      rows.value = null;
      reload();
    }, PAUSE_MS);
  });
  onScopeDispose(() => {
    clearTimeout(timer);
  });

  whenMirrorChanges(reload);
  reload();
  return { rows, problem, busy, more, reload, hasMore: computed(() => next.value !== null) };
}

/** The newest question wins; what was shown stays while there is no answer. */
function useLoader<Row>(ask: (page: PageAsk) => Promise<Page<Row>>) {
  const rows = shallowRef<Row[] | null>(null);
  const next = ref<string | null>(null);
  const problem = ref('');
  const busy = ref(false);
  let newest = 0;

  async function load(page: PageAsk, before: readonly Row[]) {
    newest += 1;
    const mine = newest;
    busy.value = true;
    try {
      const got = await ask(page);
      if (mine !== newest) return;
      rows.value = [...before, ...got.rows];
      next.value = got.next;
      problem.value = '';
    } catch (error) {
      if (mine === newest) problem.value = problemOf(error);
    } finally {
      if (mine === newest) busy.value = false;
    }
  }

  return { rows, next, problem, busy, load };
}

function whenMirrorChanges(reload: () => void) {
  const change = useLive(() => Promise.resolve(Date.now()), ['rows', 'sent'], 0);
  let isFirst = true;
  watch(change, () => {
    // The first one only says that the watching has begun.
    if (!isFirst) reload();
    isFirst = false;
  });
}

/** Something asked once and again after each change of the mirror, such as the figures over a list. */
export function useAnswer<Answer>(ask: () => Promise<Answer>) {
  const answer = shallowRef<Answer | null>(null);
  const problem = ref('');
  const reload = async () => {
    try {
      answer.value = await ask();
      problem.value = '';
    } catch (error) {
      problem.value = problemOf(error);
    }
  };
  whenMirrorChanges(() => void reload());
  void reload();
  return { answer, problem, reload };
}
