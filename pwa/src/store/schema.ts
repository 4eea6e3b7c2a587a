// What one account keeps on this phone: the stores of its own IndexedDB.
import type { DBSchema } from 'idb';
import type { Skew } from '../domain/clock';
import type { Checklist } from '../domain/checklist';
import type { Draft } from '../domain/inspection';
import type { Chain } from '../domain/operation';
import type { Envelope, OperationName, Photo, Receipt, RowKind, Rows, Words } from '../wire/wire';

export interface MirrorRow {
  kind: RowKind;
  id: string;
  /** The organisation it was pulled for: a resync drops by this. */
  organisation: string;
  data: Rows[RowKind];
  /** The fetching from the beginning that brought it, or followed on it. */
  run: string;
}

export interface OutboxEntry {
  id: string;
  name: OperationName;
  organisation: string;
  device_seq: number;
  envelope: Envelope;
  photos: string[];
  wall_ms: number;
  /** `unknown` = the server is older than this app; only `refused` needs a person. */
  state: 'queued' | 'waiting' | 'unknown' | 'refused';
  code: string | null;
  attempts: number;
  next_ms: number;
  receipt: Receipt | null;
}

export interface SentEntry {
  id: string;
  name: OperationName;
  organisation: string;
  envelope: Envelope;
  photos: string[];
  wall_ms: number;
  receipt: Receipt;
  sent_ms: number;
  /** When the server last said what became of it; held ones are asked for again. */
  asked_ms: number;
}

export interface BinEntry {
  id: string;
  entry: OutboxEntry;
  reason: string;
  discarded_ms: number;
}

export interface PhotoEntry extends Photo {
  /** draft → queued (in an operation) → wanted (the server asks for it) → stored (the server has it); refused for good: `code`. */
  state: 'draft' | 'queued' | 'wanted' | 'stored' | 'lost' | 'refused';
  code: string | null;
  operation: string | null;
  attempts: number;
  next_ms: number;
  kept_ms: number;
  /** How much the server has, for the progress bar. */
  offset: number;
  here: boolean;
}

export interface Cursor {
  organisation: string;
  epoch: string;
  scope: string;
  after: number;
  run: string;
  /** The run has come to an end once: what it did not bring is gone. */
  whole: boolean;
}

/** When the server was last reached, and whether this account is signed in. */
export interface Contact {
  reached_ms: number | null;
  failed_ms: number | null;
  signed_out: boolean;
}

export interface DeviceKey {
  person: string;
  device: string;
  /** Non-extractable: it can sign here and nowhere else. */
  key: CryptoKeyPair;
}

export interface Kv {
  device: DeviceKey;
  chain: Chain;
  skew: Skew;
  library: string;
  /** The server's, when `sent` was last true: another one means that an older copy of it was put back. */
  epoch: string;
  location_types: Record<string, Words>;
  upload_token: { token: string; expires_ms: number };
  contact: Contact;
  /** `<hazard>/<step>` → the fields of a step that is being filled in. */
  move_drafts: Record<string, object>;
  /** The orders that this person has read about: they took the work away. */
  told: string[];
  /** When the tab that sends last gave a sign of life. */
  heartbeat: number;
}

export interface AccountSchema extends DBSchema {
  kv: { key: string; value: Kv[keyof Kv] };
  cursors: { key: string; value: Cursor };
  rows: {
    key: [RowKind, string, string];
    value: MirrorRow;
    indexes: { organisation: string };
  };
  checklists: { key: [string, number]; value: Checklist };
  drafts: { key: string; value: Draft };
  photos: { key: string; value: PhotoEntry };
  bytes: { key: string; value: ArrayBuffer };
  outbox: { key: string; value: OutboxEntry };
  sent: { key: string; value: SentEntry; indexes: { sent_ms: number; verdict: string } };
  bin: { key: string; value: BinEntry };
}
export type StoreName =
  | 'kv'
  | 'cursors'
  | 'rows'
  | 'checklists'
  | 'drafts'
  | 'photos'
  | 'bytes'
  | 'outbox'
  | 'sent'
  | 'bin';

/** Metadata and bytes of photos live apart, so that counting them does not load megabytes. */
export const ACCOUNT_VERSION = 1;
