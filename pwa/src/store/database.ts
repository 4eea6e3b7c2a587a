// One IndexedDB connection that reopens itself, waits for the disk and says who changed what.
import {
  openDB,
  type DBSchema,
  type IDBPDatabase,
  type IDBPTransaction,
  type StoreKey,
  type StoreNames,
  type StoreValue,
} from 'idb';
import { awake, timesLeft, watched } from './leaving';
import { announce, hush } from './watch';

export type Reading<S extends DBSchema> = IDBPTransaction<S, StoreNames<S>[]>;
export type Writing<S extends DBSchema> = IDBPTransaction<S, StoreNames<S>[], 'readwrite'>;
type Upgrade<S extends DBSchema> = (database: IDBPDatabase<S>, from: number) => void;

/** The phone could not keep something: `store.full`, `store.newer` (reload the app), `store.closed`, or it lost it: `store.damaged`. */
export class NotKept extends Error {
  constructor(
    readonly code:
      'store.full' | 'store.newer' | 'store.closed' | 'store.damaged' | 'store.photo_broken',
    readonly reason: unknown = null,
  ) {
    super(code);
  }
}

export class Database<S extends DBSchema> {
  private opening: Promise<IDBPDatabase<S>> | null = null;

  constructor(
    readonly name: string,
    private readonly version: number,
    private readonly upgrade: Upgrade<S>,
  ) {}

  /** May run twice when the connection was lost; only IndexedDB requests may be awaited inside. */
  async read<T>(names: StoreNames<S>[], work: (tx: Reading<S>) => Promise<T>): Promise<T> {
    return await this.withRetry(async (database) => {
      await awake();
      return await work(watched(database.transaction(names, 'readonly')));
    });
  }

  /** Fulfilled only when the disk has it. May run twice, see `read`. */
  async write<T>(
    names: StoreNames<S>[],
    work: (tx: Writing<S>) => Promise<T>,
    durability: 'strict' | 'relaxed' = 'strict',
  ): Promise<T> {
    const result = await this.withRetry(async (database) => {
      await awake();
      return await finished(
        watched(database.transaction(names, 'readwrite', { durability })),
        work,
      );
    });
    announce(this.name, names as string[]);
    return result;
  }

  /** One row, also while the page is being left: nothing of it waits for an answer. */
  async put<N extends StoreNames<S>>(
    name: N,
    value: StoreValue<S, N>,
    key?: StoreKey<S, N>,
  ): Promise<void> {
    await this.withRetry(async (database) => {
      const tx = database.transaction([name], 'readwrite', { durability: 'strict' });
      const asked = tx.objectStore(name).put(value, key);
      tx.commit();
      await Promise.all([asked, tx.done]);
    });
    announce(this.name, [name as string]);
  }

  async close(): Promise<void> {
    hush(this.name);
    await this.drop(this.opening);
  }

  /** Only the connection that failed: another's second try may have opened the next one. */
  private async drop(opening: Promise<IDBPDatabase<S>> | null): Promise<void> {
    if (this.opening === opening) this.opening = null;
    (await opening?.catch(() => null))?.close();
  }

  private async withRetry<T>(work: (database: IDBPDatabase<S>) => Promise<T>): Promise<T> {
    for (let isSecond = false; ;) {
      const opening = this.open();
      const before = timesLeft();
      try {
        return await work(await opening);
      } catch (error) {
        const isInterrupted = timesLeft() !== before;
        // iOS kills connections of sleeping apps; the first transaction afterwards finds out.
        if (!mayBeLost(error) || (isSecond && !isInterrupted)) throw explained(error);
        isSecond ||= !isInterrupted;
        await this.drop(opening);
      }
    }
  }

  private open(): Promise<IDBPDatabase<S>> {
    const forget = () => {
      this.opening = null;
    };
    this.opening ??= openDB<S>(this.name, this.version, {
      upgrade: (database, from) => {
        this.upgrade(database, from);
      },
      blocking: (_current, _blocked, event) => {
        // A newer app in another tab must never wait for this one.
        forget();
        (event.target as IDBDatabase).close();
      },
      terminated: forget,
    });
    this.opening.catch(forget);
    return this.opening;
  }
}

async function finished<S extends DBSchema, T>(
  tx: Writing<S>,
  work: (tx: Writing<S>) => Promise<T>,
): Promise<T> {
  let result: T;
  try {
    result = await work(tx);
  } catch (error) {
    if (aborted(tx)) throw error;
    // The transaction died first; its reason counts, not the request that stumbled over it.
    await tx.done;
    throw error;
  }
  // At the quota every request succeeds and the transaction aborts afterwards.
  await tx.done;
  return result;
}

/** False when it was over already. */
function aborted<S extends DBSchema>(tx: Writing<S>): boolean {
  try {
    tx.abort();
    return true;
  } catch {
    return false;
  }
}

/** An abort without a reason may be a full phone or a lost connection: a second try tells. */
function mayBeLost(error: unknown): boolean {
  return isOneOf(error, ['InvalidStateError', 'UnknownError', 'AbortError']);
}

function explained(error: unknown): unknown {
  if (isOneOf(error, ['VersionError'])) return new NotKept('store.newer', error);
  if (isOneOf(error, ['QuotaExceededError', 'AbortError'])) return new NotKept('store.full', error);
  if (isOneOf(error, ['DataError', 'NotReadableError', 'NotFoundError']))
    return new NotKept('store.damaged', error);
  return mayBeLost(error) ? new NotKept('store.closed', error) : error;
}

function isOneOf(error: unknown, names: readonly string[]): boolean {
  return error instanceof DOMException && names.includes(error.name);
}
