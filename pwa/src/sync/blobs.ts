// Sends the photos that receipts ask for, in pieces that survive a cut; needs no session.
import { writeKv, type AccountDatabase } from '../store/account';
import { changePhoto, photoBytes, photosOf } from '../store/photos';
import type { PhotoEntry } from '../store/schema';
import { backoff } from './backoff';
import { askNothing, Failed } from './http';
import { pushAgain, uploadToken } from './push';

const PIECE = 256 * 1024;
/** The server has looked at all bytes. Having them is not enough: it may have died before, and an empty piece wakes it. */
const WHOLE = Number.POSITIVE_INFINITY;
/** Answers that move nothing forward before this photo waits. */
const MOST_DETOURS = 4;

/** Gives whether the server was reached; `null` = no photo was due. */
export async function uploadPhotos(
  database: AccountDatabase,
  force = false,
): Promise<boolean | null> {
  const now_ms = Date.now();
  const wanted = (await photosOf(database)).filter(
    ({ state, next_ms }) =>
      (state === 'wanted' && (force || next_ms <= now_ms)) || (state === 'refused' && force),
  );
  for (const photo of wanted) {
    try {
      await upload(database, photo);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      await changePhoto(database, photo.sha256, afterFailure(photo, error));
      if (error.isPassing) return false;
    }
  }
  return wanted.length > 0 ? true : null;
}

function afterFailure(photo: PhotoEntry, error: Failed): Partial<PhotoEntry> {
  // Trying again by itself would not make it smaller; 现在上传 tries it all the same.
  if (error.status === 413) return { state: 'refused', code: 'blob.too_large' };
  if (error.code === 'blob.type' || error.code === 'blob.size')
    return { state: 'refused', code: error.code };
  const attempts = photo.attempts + 1;
  const wait = Math.max(error.retry_after_ms ?? 0, backoff(attempts));
  return { state: 'wanted', attempts, next_ms: Date.now() + wait };
}

async function upload(database: AccountDatabase, photo: PhotoEntry): Promise<void> {
  const bytes = await photoBytes(database, photo.sha256);
  if (!bytes || bytes.byteLength !== photo.size) {
    await changePhoto(database, photo.sha256, { state: 'lost' });
    return;
  }
  try {
    await sendPieces(database, photo.sha256, bytes, await authority(database, photo));
  } catch (error) {
    if (!(error instanceof Failed) || ![401, 403].includes(error.status)) throw error;
    // The token was for another day: the operation that names the photo brings a new one.
    await writeKv(database, 'upload_token', { token: '', expires_ms: 0 });
    await sendPieces(database, photo.sha256, bytes, await authority(database, photo));
  }
}

async function sendPieces(
  database: AccountDatabase,
  hash: string,
  bytes: ArrayBuffer,
  headers: Record<string, string>,
): Promise<void> {
  let offset = await startOf(hash, headers);
  let detours = 0;
  while (offset !== WHOLE) {
    const next = await sendPiece(hash, bytes, offset, headers);
    detours += next > offset ? 0 : 1;
    if (detours > MOST_DETOURS) throw new Failed(422, 'blob.hash');
    offset = next;
    if (offset !== WHOLE) await changePhoto(database, hash, { offset });
  }
  await changePhoto(database, hash, { state: 'stored', offset: bytes.byteLength, attempts: 0 });
}

/** The server's offset after this piece, which may be one it corrects us to; `WHOLE` once it took the last one. */
async function sendPiece(
  hash: string,
  bytes: ArrayBuffer,
  offset: number,
  headers: Record<string, string>,
): Promise<number> {
  try {
    const answer = await askNothing(`/api/blobs/${hash}`, {
      method: 'PATCH',
      body: bytes.slice(offset, offset + PIECE),
      headers: {
        ...headers,
        'Content-Type': 'application/octet-stream',
        'Upload-Offset': String(offset),
        'Upload-Length': String(bytes.byteLength),
      },
      anonymous: true,
    });
    const reached = offsetIn(answer);
    return reached < bytes.byteLength ? reached : WHOLE;
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    if (error.status === 409 && error.headers) return offsetIn(error.headers);
    if (error.status === 422 && error.code === 'blob.hash') return 0;
    throw error;
  }
}

async function startOf(hash: string, headers: Record<string, string>): Promise<number> {
  const answer = await askNothing(`/api/blobs/${hash}`, {
    method: 'HEAD',
    headers,
    anonymous: true,
  });
  return answer.get('Upload-Complete') === '1' ? WHOLE : offsetIn(answer);
}

function offsetIn(headers: Headers): number {
  const text = headers.get('Upload-Offset');
  // Without the header it was a proxy that answered.
  if (text === null || !/^\d+$/.test(text)) throw new Failed(0, 'network.not_json');
  return Number(text);
}

async function authority(
  database: AccountDatabase,
  photo: PhotoEntry,
): Promise<Record<string, string>> {
  const token = (await uploadToken(database)) ?? (await freshToken(database, photo));
  if (!token) throw new Failed(401, 'blob.no_token');
  return { Authorization: `Bearer ${token}` };
}

async function freshToken(database: AccountDatabase, photo: PhotoEntry): Promise<string | null> {
  const { operation } = photo;
  if (operation === null) return null;
  const entry = await database.read(['sent'], (tx) => tx.objectStore('sent').get(operation));
  if (!entry) return null;
  await pushAgain(database, entry.envelope);
  return await uploadToken(database);
}
