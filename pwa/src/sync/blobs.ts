// Sends the photos that receipts ask for, in pieces that survive a cut; needs no session.
import { writeKv, type AccountDatabase } from '../store/account';
import { changePhoto, FORGOTTEN, photoBytes, photosOf } from '../store/photos';
import type { PhotoEntry } from '../store/schema';
import { backoff } from './backoff';
import { askNothing, Failed } from './http';
import { pushAgain, uploadToken } from './push';

const PIECE = 256 * 1024;
/** The server has looked at all bytes. Having them is not enough: it may have died before, and an empty piece wakes it. */
const WHOLE = Number.POSITIVE_INFINITY;
/** Answers that move nothing forward before this photo waits. */
const MOST_DETOURS = 4;

/** Trying again by itself would change nothing. */
const FOR_GOOD = ['blob.type', 'blob.size', FORGOTTEN];

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
  const queue = wanted.values();
  let isReached = true;
  // Two at once: while one waits for its answer the other fills the line.
  const lane = async () => {
    for (const photo of queue) {
      isReached = (await isAnswered(database, photo)) && isReached;
      if (!isReached) return;
    }
  };
  await Promise.all([lane(), lane()]);
  return wanted.length > 0 ? isReached : null;
}

async function isAnswered(database: AccountDatabase, photo: PhotoEntry): Promise<boolean> {
  try {
    await upload(database, photo);
    return true;
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    await changePhoto(database, photo.sha256, afterFailure(photo, error));
    return !error.isPassing;
  }
}

function afterFailure(photo: PhotoEntry, error: Failed): Partial<PhotoEntry> {
  // Trying again by itself would not make it smaller; 现在上传 tries it all the same.
  if (error.status === 413) return { state: 'refused', code: 'blob.too_large' };
  if (FOR_GOOD.includes(error.code)) return { state: 'refused', code: error.code };
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
  const token = await uploadToken(database);
  try {
    if (token) {
      await sendWhole(database, photo.sha256, bytes, token);
      return;
    }
  } catch (error) {
    // The token was for another day, or an older copy of the server was put back that never saw the operation.
    if (!(error instanceof Failed) || ![401, 403, 404].includes(error.status)) throw error;
    await writeKv(database, 'upload_token', { token: '', expires_ms: 0 });
  }
  const fresh = await askAgain(database, photo);
  if (fresh) await sendWhole(database, photo.sha256, bytes, fresh);
}

/** Sends the operation that names the photo again, for a token; null = the server has the photo, and it is noted. */
async function askAgain(database: AccountDatabase, photo: PhotoEntry): Promise<string | null> {
  const { operation, sha256, size } = photo;
  const entry = operation
    ? await database.read(['sent'], (tx) => tx.objectStore('sent').get(operation))
    : undefined;
  if (!entry) throw new Failed(401, 'blob.no_token');
  const receipt = await pushAgain(database, entry.envelope);
  if (!receipt) throw new Failed(0, 'network.not_json');
  if (receipt.verdict !== 'applied' && receipt.verdict !== 'superseded') {
    throw new Failed(404, FORGOTTEN);
  }
  const token = await uploadToken(database);
  if (token) return token;
  if (receipt.missing.includes(sha256)) throw new Failed(401, 'blob.no_token');
  await changePhoto(database, sha256, { state: 'stored', offset: size, attempts: 0 });
  return null;
}

async function sendWhole(
  database: AccountDatabase,
  hash: string,
  bytes: ArrayBuffer,
  token: string,
): Promise<void> {
  await sendPieces(hash, bytes, token, (offset) => changePhoto(database, hash, { offset }));
  await changePhoto(database, hash, { state: 'stored', offset: bytes.byteLength, attempts: 0 });
}

/** Fulfilled once the server has looked at all of them. */
export async function sendPieces(
  hash: string,
  bytes: ArrayBuffer,
  token: string,
  told: (offset: number) => Promise<void>,
): Promise<void> {
  const headers = { Authorization: `Bearer ${token}` };
  let offset = await startOf(hash, headers);
  let detours = 0;
  while (offset !== WHOLE) {
    const next = await sendPiece(hash, bytes, offset, headers);
    detours += next > offset ? 0 : 1;
    if (detours > MOST_DETOURS) throw new Failed(422, 'blob.hash');
    offset = next;
    if (offset !== WHOLE) await told(offset);
  }
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
