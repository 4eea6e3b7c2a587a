// Brings to the server what another phone signed and could not send; keeps nothing of it here, and needs no session.
import { sha256 } from '../domain/bytes';
import { photoIn, type RescueFile } from '../domain/rescue';
import type { Envelope, Receipt } from '../wire/wire';
import { sendPieces } from './blobs';
import { Failed } from './http';
import { batches, isReceipt, post, SPLITTING } from './push';

export interface Brought {
  /** Taken now; had before; waiting for the safety office; for what came earlier on that phone. */
  accepted: number;
  there: number;
  held: number;
  waiting: number;
  /** How many the server did not take, by the reason's code. */
  refused: Map<string, number>;
  photos: { sent: number; absent: number; damaged: number; refused: Map<string, number> };
  /** Why it ended before everything was sent, and how many were not. */
  stopped: string | null;
  unsent: number;
}

/** `told` = how many of how many operations and photos are done. */
export async function bring(
  file: RescueFile,
  told: (done: number, all: number) => void,
): Promise<Brought> {
  const courier = new Courier(file, told);
  try {
    for (const batch of batches(file.operations.map((envelope) => ({ envelope })))) {
      await courier.bringBatch(batch.map(({ envelope }) => envelope));
    }
    await courier.bringPhotos();
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    courier.brought.stopped = error.code;
  }
  courier.brought.unsent = file.operations.length - courier.done;
  return courier.brought;
}

class Courier {
  readonly brought: Brought = {
    ...{ accepted: 0, there: 0, held: 0, waiting: 0, refused: new Map<string, number>() },
    photos: { sent: 0, absent: 0, damaged: 0, refused: new Map<string, number>() },
    ...{ stopped: null, unsent: 0 },
  };
  done = 0;
  private token = '';
  private readonly lacking = new Set<string>();

  constructor(
    private readonly file: RescueFile,
    private readonly told: (done: number, all: number) => void,
  ) {}

  async bringBatch(batch: readonly Envelope[]): Promise<void> {
    try {
      const { receipts, upload_token, server_ms } = (await post([...batch])).data;
      // Some proxy that answers with JSON of its own.
      if (receipts.length !== batch.length) throw new Failed(0, 'network.not_json');
      if (upload_token) this.token = upload_token;
      for (const receipt of receipts) this.note(receipt, server_ms);
    } catch (error) {
      if (!(error instanceof Failed) || !SPLITTING.includes(error.status)) throw error;
      if (batch.length > 1) {
        const half = Math.ceil(batch.length / 2);
        await this.bringBatch(batch.slice(0, half));
        await this.bringBatch(batch.slice(half));
        return;
      }
      count(this.brought.refused, error.status === 413 ? 'sync.too_large' : error.code);
    }
    this.done += batch.length;
    this.told(this.done, this.file.operations.length);
  }

  /** What the receipts ask for, as far as the file has it. */
  async bringPhotos(): Promise<void> {
    const { photos } = this.brought;
    let done = 0;
    for (const hash of this.lacking) {
      this.told(done, this.lacking.size);
      if (!this.file.photos.has(hash)) photos.absent += 1;
      else await this.bringPhoto(hash);
      done += 1;
    }
  }

  private async bringPhoto(hash: string): Promise<void> {
    const { photos } = this.brought;
    const bytes = photoIn(this.file, hash);
    if (!bytes || (await sha256(bytes)) !== hash) {
      photos.damaged += 1;
      return;
    }
    try {
      await sendPieces(hash, bytes, this.token, async () => Promise.resolve());
      photos.sent += 1;
    } catch (error) {
      if (!(error instanceof Failed) || error.isPassing) throw error;
      count(photos.refused, error.status === 413 ? 'blob.too_large' : error.code);
    }
  }

  private note(receipt: Receipt, server_ms: number): void {
    const { brought } = this;
    const isTaken = isReceipt(receipt) && ['applied', 'superseded'].includes(receipt.verdict);
    if (isTaken) {
      // A receipt that was given before says when.
      if (receipt.received_ms < server_ms) brought.there += 1;
      else brought.accepted += 1;
      for (const hash of receipt.missing) this.lacking.add(hash);
    } else if (receipt.verdict === 'held') brought.held += 1;
    else if (receipt.verdict === 'refused') count(brought.refused, receipt.code ?? '');
    else brought.waiting += 1;
  }
}

function count(counts: Map<string, number>, code: string): void {
  counts.set(code, (counts.get(code) ?? 0) + 1);
}
