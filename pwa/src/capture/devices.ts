// How many cameras there are and whether they may be used, asked without opening one.

export interface Cameras {
  count: number;
  /** `null` = the browser does not say before it is used. */
  allowed: 'granted' | 'denied' | 'prompt' | null;
}

/** `null` = this page gets no camera at all. */
export async function cameras(): Promise<Cameras | null> {
  if (!('mediaDevices' in navigator)) return null;
  const all = await navigator.mediaDevices.enumerateDevices();
  return {
    count: all.filter(({ kind }) => kind === 'videoinput').length,
    allowed: await allowed(),
  };
}

async function allowed(): Promise<Cameras['allowed']> {
  try {
    return (await navigator.permissions.query({ name: 'camera' })).state;
  } catch {
    // Firefox and older Safari do not know this name.
    return null;
  }
}
