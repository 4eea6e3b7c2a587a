// The server's address of a photo, as this device asks for it.
import { current } from './account';

const THUMB = '&thumb';

/** Of this device alone, so that the browser may keep the picture for when there is no network. */
export function photoAddress(hash: string, thumb: boolean): string {
  return `/api/blobs/${hash}?for=${current().device}${thumb ? THUMB : ''}`;
}

/** The photo itself instead of its thumbnail. */
export const withoutThumb = (url: string) => url.replace(THUMB, '');
