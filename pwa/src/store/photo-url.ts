// An address for a photo that may or may not be on this phone.
import { onScopeDispose, ref, watch, type Ref } from 'vue';
import { current } from './account';
import { photoBytes } from './photos';

/** Of this device alone, so that the browser may keep the picture for when there is no network. */
export function photoAddress(hash: string, thumb: boolean): string {
  return `/api/blobs/${hash}?for=${current().device}${thumb ? THUMB : ''}`;
}

/** The photo itself instead of its thumbnail. */
export const withoutThumb = (url: string) => url.replace(THUMB, '');

const THUMB = '&thumb';

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
      : photoAddress(wanted, options.thumb ?? false);
  };
  watch(hash, (wanted) => void show(wanted), { immediate: true });
  onScopeDispose(release);
  return url;
}
