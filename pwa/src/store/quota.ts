// Asks the browser to keep this phone's data; the answer is only ever a hint.

/** After the first submission, when browsers are readier to say yes. Never throws. */
export async function askToStay(): Promise<boolean> {
  try {
    return await navigator.storage.persist();
  } catch {
    // Absent in some browsers although their types promise it.
    return false;
  }
}

/** Free bytes as the browser guesses them, or nothing. */
export async function freeBytes(): Promise<number | null> {
  try {
    const { quota, usage } = await navigator.storage.estimate();
    return quota === undefined ? null : quota - (usage ?? 0);
  } catch {
    return null;
  }
}
