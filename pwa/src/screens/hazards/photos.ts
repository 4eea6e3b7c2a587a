// Addresses of many photos at once: this phone's own bytes where it has them, else the server's.
import { onScopeDispose, shallowRef, watch, type Ref } from 'vue';
import { t } from '../../i18n';
import { current } from '../../store/account';
import { photoAddress, withoutThumb } from '../../store/photo-url';
import { photoBytes } from '../../store/photos';
import type { Picture } from '../../ui/types';
import type { Capture } from '../../wire/wire';

export function usePhotoUrls(
  hashes: () => string[],
  options: { thumb?: boolean } = {},
): Readonly<Ref<ReadonlyMap<string, string>>> {
  const urls = shallowRef<ReadonlyMap<string, string>>(new Map());
  let asked = 0;
  const release = (held: ReadonlyMap<string, string>) => {
    for (const url of held.values()) if (url.startsWith('blob:')) URL.revokeObjectURL(url);
  };
  const show = async (wanted: string[]) => {
    asked += 1;
    const mine = asked;
    const found = new Map<string, string>();
    for (const hash of wanted) found.set(hash, await urlOf(hash, options.thumb ?? false));
    if (mine !== asked) {
      release(found);
      return;
    }
    release(urls.value);
    urls.value = found;
  };
  watch(
    () => hashes().join(' '),
    () => void show(hashes()),
    { immediate: true },
  );
  onScopeDispose(() => {
    asked += 1;
    release(urls.value);
  });
  return urls;
}

async function urlOf(hash: string, thumb: boolean): Promise<string> {
  const bytes = await photoBytes(current().database, hash);
  if (bytes) return URL.createObjectURL(new Blob([bytes], { type: 'image/jpeg' }));
  return photoAddress(hash, thumb);
}

/** A word for what took a photo; one from the album may be of any place and day. */
export function sourceOf(capture: Capture): NonNullable<Picture['source']> {
  return { label: t(`photo.${capture}`), isDoubtful: capture === 'file' };
}

/** The photo itself instead of its thumbnail. */
export const large = (picture: Picture): Picture => ({
  ...picture,
  url: withoutThumb(picture.url),
});
