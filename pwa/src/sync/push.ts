// Sends signed operations in batches and believes only receipts that name them; needs no session.
import { utf8 } from '../domain/bytes';
import { readKv, writeKv, type AccountDatabase } from '../store/account';
import { outboxOf } from '../store/outbox';
import { park, postpone, settle } from '../store/settling';
import type { OutboxEntry } from '../store/schema';
import type { Envelope, NamedReceipt, PushReply, Receipt } from '../wire/wire';
import { backoff } from './backoff';
import { askJson, Failed, type Reply } from './http';

const MOST_OPERATIONS = 200;
const MOST_BYTES = 1_000_000;
const WORTH_PACKING = 2_000;
const TOKEN_LIFE_MS = 24 * 3_600_000 - 600_000;
/** What a batch may be refused for although each operation in it might pass alone. */
export const SPLITTING = [400, 413, 422];

/** What travels in a batch: waiting in the outbox, or held and asked for again. */
type Sendable = Pick<OutboxEntry, 'id' | 'envelope'>;

/** `force` ignores the waiting times: a person pressed 立即同步. Gives whether the server was reached; `null` = nothing was due. */
export async function push(database: AccountDatabase, force = false): Promise<boolean | null> {
  const now_ms = Date.now();
  const entries = (await outboxOf(database)).filter(
    (entry) => entry.state !== 'refused' && (force || entry.next_ms <= now_ms),
  );
  return entries.length > 0 ? await send(database, entries) : null;
}

export async function send(
  database: AccountDatabase,
  entries: readonly Sendable[],
): Promise<boolean> {
  for (const batch of batches(entries)) {
    if (!(await pushBatch(database, batch))) return false;
  }
  return true;
}

/** Sends again what the server had already: the reply brings a fresh upload token. Null = it was no reply of ours. */
export async function pushAgain(
  database: AccountDatabase,
  envelope: Envelope,
): Promise<NamedReceipt | null> {
  const [receipt] = await kept(database, await post([envelope]));
  return receipt ?? null;
}

/** What fits into one request each. */
export function batches<Entry extends { envelope: Envelope }>(
  entries: readonly Entry[],
): Entry[][] {
  const made: Entry[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = sizeOf(entry.envelope);
    const last = made[made.length - 1];
    if (!last || last.length >= MOST_OPERATIONS || bytes + size > MOST_BYTES) {
      made.push([entry]);
      bytes = size;
    } else {
      last.push(entry);
      bytes += size;
    }
  }
  return made;
}

async function pushBatch(database: AccountDatabase, batch: readonly Sendable[]): Promise<boolean> {
  try {
    const reply = named(await post(batch.map((entry) => entry.envelope)), batch);
    const ids = new Set(batch.map((entry) => entry.id));
    await kept(database, reply, ids);
    const told = new Set(reply.data.receipts.map((receipt) => receipt.id));
    const unnamed = [...ids].filter((id) => !told.has(id));
    if (unnamed.length > 0) await postpone(database, unnamed, (n) => Date.now() + backoff(n));
    return true;
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    return await afterFailure(database, batch, error);
  }
}

/** A body the server cannot read has no id in its receipt: then its place in the batch tells which it was. */
function named(reply: Reply<PushReply>, batch: readonly Sendable[]): Reply<PushReply> {
  const receipts = reply.data.receipts.map((receipt, at) => {
    const entry = batch[at];
    return receipt.id === null && receipt.verdict === 'refused' && entry
      ? { ...receipt, id: entry.id }
      : receipt;
  });
  return { ...reply, data: { ...reply.data, receipts } };
}

async function afterFailure(
  database: AccountDatabase,
  batch: readonly Sendable[],
  failed: Failed,
): Promise<boolean> {
  // Without a dotted code it was some proxy on the way, not our server.
  const isDecided = !failed.code.startsWith('network.') || failed.status === 413;
  const [first, ...others] = batch;
  if (first && isDecided && SPLITTING.includes(failed.status)) {
    if (others.length === 0) {
      await park(database, first.id, failed.status === 413 ? 'sync.too_large' : failed.code);
      return true;
    }
    const half = Math.ceil(batch.length / 2);
    return (
      (await pushBatch(database, batch.slice(0, half))) &&
      (await pushBatch(database, batch.slice(half)))
    );
  }
  const ids = batch.map((entry) => entry.id);
  const wait = (n: number) => Math.max(failed.retry_after_ms ?? 0, backoff(n));
  await postpone(database, ids, (n) => Date.now() + wait(n));
  return false;
}

/** Believes nobody but our server; what its receipts mean is the caller's affair. */
export async function post(operations: Envelope[]): Promise<Reply<PushReply>> {
  const text = JSON.stringify({ operations });
  const packed = await gzip(text);
  const headers: Record<string, string> = { 'Content-Type': 'application/json' };
  if (packed) headers['Content-Encoding'] = 'gzip';
  const reply = await askJson<PushReply>('/api/sync/push', {
    method: 'POST',
    body: packed ?? text,
    headers,
    anonymous: true,
  });
  if (!Array.isArray(reply.data.receipts)) throw new Failed(0, 'network.not_json');
  return reply;
}

async function kept(
  database: AccountDatabase,
  reply: Reply<PushReply>,
  ids?: ReadonlySet<string>,
): Promise<NamedReceipt[]> {
  const { receipts, upload_token } = reply.data;
  if (reply.skew) await writeKv(database, 'skew', reply.skew);
  if (upload_token) {
    await writeKv(database, 'upload_token', {
      token: upload_token,
      expires_ms: Date.now() + TOKEN_LIFE_MS,
    });
  }
  const known = receipts.filter(isReceipt).filter((receipt) => ids?.has(receipt.id) ?? true);
  await settle(database, known, Date.now(), backoff);
  return known;
}

export async function uploadToken(database: AccountDatabase): Promise<string | null> {
  const kept = await readKv(database, 'upload_token');
  return kept && kept.expires_ms > Date.now() ? kept.token : null;
}

/** Some proxy may answer with JSON of its own: a receipt has a verdict and says which photos are missing. */
export function isReceipt(receipt: Receipt): receipt is NamedReceipt {
  const verdicts: string[] = ['applied', 'superseded', 'refused', 'held', 'waiting', 'unknown'];
  return (
    typeof receipt.id === 'string' &&
    verdicts.includes(receipt.verdict) &&
    Array.isArray(receipt.missing)
  );
}

function sizeOf(envelope: Envelope): number {
  return utf8(JSON.stringify(envelope)).length + 1;
}

async function gzip(text: string): Promise<ArrayBuffer | null> {
  if (text.length < WORTH_PACKING || typeof CompressionStream === 'undefined') return null;
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return await new Response(stream).arrayBuffer();
}
