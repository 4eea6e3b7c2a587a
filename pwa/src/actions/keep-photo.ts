// Makes a picture safe on this phone before its thumbnail may be shown as kept.
import { sha256 } from '../domain/bytes';
import type { Frame } from '../domain/frame';
import { current } from '../store/account';
import { keepBytes } from '../store/photo-bytes';
import type { Photo } from '../wire/wire';

export async function keepPhoto(frame: Frame): Promise<Photo> {
  const { bytes, ...facts } = frame;
  const photo: Photo = { sha256: await sha256(bytes), size: bytes.byteLength, ...facts };
  await keepBytes(current().database, photo, bytes, Date.now());
  return photo;
}
