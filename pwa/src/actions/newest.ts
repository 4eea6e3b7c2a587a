// Keeps what a person fills in: at most one write under way, and always the newest state next.

export interface Newest<State> {
  /** Fulfilled when this state or a newer one is on the disk. */
  save: (state: State) => Promise<void>;
  /** Everything so far is on the disk. */
  saved: () => Promise<void>;
}

export function newest<State extends object>(
  write: (state: State) => Promise<void>,
): Newest<State> {
  let next: State | null = null;
  let writing: Promise<void> | null = null;

  async function writeNext() {
    const state = next;
    next = null;
    if (!state) return;
    try {
      await write(state);
    } catch (error) {
      // Still the newest: it is tried again with the next save unless something newer came.
      next ??= state;
      throw error;
    }
  }

  async function saved() {
    while (next ?? writing) {
      writing ??= writeNext().finally(() => {
        writing = null;
      });
      await writing;
    }
  }

  async function save(state: State) {
    next = state;
    await saved();
  }

  return { save, saved };
}
