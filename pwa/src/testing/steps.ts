// A phone that fails or dies at the n-th step of what it does; a step is a request to its store, a commit, a fetch, a use of a key.
import { vi } from 'vitest';

export type How = 'fails' | 'dies';
type Ask = (path: string, init?: RequestInit) => Promise<Response>;
type Methods = Record<string, (...args: unknown[]) => unknown>;

export class Steps {
  taken = 0;
  private isDead = false;
  private readonly open = new Set<IDBTransaction>();

  constructor(
    private readonly at: number,
    private readonly how: How,
    ask: Ask,
  ) {
    vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
      this.step();
      const answer = await ask(path, init);
      this.step();
      return answer;
    });
    for (const name of ['digest', 'sign']) {
      around(crypto.subtle, name, async (_subtle, call) => {
        this.step();
        return await call();
      });
    }
    around(IDBDatabase.prototype, 'transaction', (_database, call) => {
      this.step();
      return this.begun(call() as IDBTransaction);
    });
    around(IDBTransaction.prototype, 'commit', (tx, call) => {
      if (this.passes()) call();
      else abort(tx as IDBTransaction);
    });
    const requests = ['get', 'getAll', 'put', 'add', 'delete'];
    for (const name of requests) {
      around(IDBObjectStore.prototype, name, (store, call) => this.asked(store, call));
    }
    around(IDBIndex.prototype, 'getAll', (index, call) =>
      this.asked((index as IDBIndex).objectStore, call),
    );
  }

  /** Everything works again; what still ran in a dead app must have ended before. */
  over(): void {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  }

  /** Throws where it is the chosen step, and for ever once dead. */
  private step(): void {
    if (this.isDead) throw new TypeError('dead');
    this.taken += 1;
    if (this.taken !== this.at) return;
    if (this.how === 'dies') {
      this.isDead = true;
      for (const tx of this.open) abort(tx);
    }
    throw new TypeError(this.how);
  }

  private passes(): boolean {
    try {
      this.step();
      return true;
    } catch {
      return false;
    }
  }

  private begun(tx: IDBTransaction): IDBTransaction {
    this.open.add(tx);
    tx.addEventListener('complete', () => this.open.delete(tx));
    return tx;
  }

  /** As at the quota: the request succeeds, and then its transaction aborts. */
  private asked(store: object, call: () => unknown): unknown {
    const request = call() as IDBRequest;
    if (!this.passes()) {
      request.addEventListener('success', () => {
        abort((store as IDBObjectStore).transaction);
      });
    }
    return request;
  }
}

function around(
  holder: object,
  name: string,
  instead: (self: object, call: () => unknown) => unknown,
): void {
  const methods = holder as Methods;
  const original = methods[name];
  if (!original) throw new Error(`${name} is not there`);
  vi.spyOn(methods, name).mockImplementation(function (this: object, ...args) {
    return instead(this, () => original.apply(this, args));
  });
}

function abort(tx: IDBTransaction): void {
  try {
    tx.abort();
  } catch {
    // It has ended.
  }
}
