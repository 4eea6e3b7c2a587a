// A page that is left may sleep in the browser's memory, its transactions with it. In WebKit the next page of ours then
// waits for them for ever, so none is left open: what is interrupted is done again when somebody comes back.
interface Running {
  abort: () => void;
  done: Promise<unknown>;
}

const running = new Set<Running>();
let asleep: Promise<void> | null = null;
let times = 0;
let wake: () => void = () => undefined;

/** At once, unless the page has been left. */
export async function awake(): Promise<void> {
  await asleep;
}

/** Who failed while this number changed was interrupted, not refused. */
export const timesLeft = (): number => times;

export function watched<T extends Running>(tx: T): T {
  running.add(tx);
  const over = () => running.delete(tx);
  tx.done.then(over, over);
  return tx;
}

function left({ persisted }: PageTransitionEvent): void {
  if (!persisted) return;
  times += 1;
  asleep ??= new Promise((resolve) => {
    wake = resolve;
  });
  for (const tx of running) {
    try {
      tx.abort();
    } catch {
      // It ended in this very moment.
    }
  }
}

// Tests and workers have no page to leave.
if (typeof window !== 'undefined') {
  window.addEventListener('pagehide', left);
  window.addEventListener('pageshow', () => {
    asleep = null;
    wake();
  });
}
