// Lets a screen show what the stores hold, now, after every change in this tab or another, and as time goes by.
import { onScopeDispose, shallowRef, type Ref } from 'vue';
import { current } from './account';
import type { StoreName } from './schema';
import { watch } from './watch';

// A day, a due time or a deadline may begin while the screen stays open.
const AGAIN_MS = 60_000;

/** `load` may be called again at any time; the newest answer wins. */
export function useLive<T>(
  load: () => Promise<T>,
  stores: StoreName[],
  first: T,
): Readonly<Ref<T>> {
  const shown = shallowRef(first);
  let asked = 0;
  const reload = async () => {
    asked += 1;
    const mine = asked;
    try {
      const loaded = await load();
      if (mine === asked) shown.value = loaded;
    } catch (error) {
      // A screen that is gone may find its account locked in the middle of reading.
      if (mine === asked) throw error;
    }
  };
  const again = () => {
    void reload();
  };
  const shownAgain = () => {
    if (document.visibilityState === 'visible') again();
  };
  const stop = watch(current().database.name, stores, again);
  const timer = setInterval(shownAgain, AGAIN_MS);
  document.addEventListener('visibilitychange', shownAgain);
  onScopeDispose(() => {
    asked += 1;
    stop();
    clearInterval(timer);
    document.removeEventListener('visibilitychange', shownAgain);
  });
  again();
  return shown;
}
