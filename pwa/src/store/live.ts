// Lets a screen show what the stores hold, now and after every change in this tab or another.
import { onScopeDispose, ref, shallowRef, watch as watchRef, type Ref } from 'vue';
import { current } from './account';
import { photoBytes } from './photos';
import type { StoreName } from './schema';
import { watch } from './watch';

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
  document.addEventListener('visibilitychange', shownAgain);
  onScopeDispose(() => {
    asked += 1;
    stop();
    document.removeEventListener('visibilitychange', shownAgain);
  });
  again();
  return shown;
}

/** This phone's own bytes if it has them, else the server's address (needs the session). */
export function usePhotoUrl(
  hash: () => string | null,
  options: { thumb?: boolean } = {},
): Readonly<Ref<string | null>> {
  const url = ref<string | null>(null);
  const release = () => {
    if (url.value?.startsWith('blob:')) URL.revokeObjectURL(url.value);
    url.value = null;
  };
  const show = async (wanted: string | null) => {
    release();
    if (!wanted) return;
    const bytes = await photoBytes(current().database, wanted);
    // Asked for another one meanwhile.
    if (hash() !== wanted) return;
    release();
    url.value = bytes
      ? URL.createObjectURL(new Blob([bytes], { type: 'image/jpeg' }))
      : `/api/blobs/${wanted}${options.thumb ? '?thumb' : ''}`;
  };
  watchRef(hash, (wanted) => void show(wanted), { immediate: true });
  onScopeDispose(release);
  return url;
}
