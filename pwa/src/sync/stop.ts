// Ends the loop if one runs; apart from it, so that nobody waits for the loop to load who only ends it.
let running: (() => void) | null = null;

export function noteRunning(end: () => void): void {
  running = end;
}

export function stopSync(): void {
  running?.();
  running = null;
}
