// What this device can do, tried and not guessed: for the page a school sends when something fails.
import { cameras } from '../capture/devices';
import { probeReader } from '../capture/probe';
import { isPersisted, probeDatabase, probeKey } from '../store/probe';
import { freeBytes } from '../store/quota';
import { askJson } from '../sync/http';

export interface SelfTest {
  secure: boolean;
  /** `next` = installed, but this page was still loaded without it. */
  serviceWorker: 'yes' | 'next' | 'no';
  database_ms: number | null;
  key_ms: number | null;
  reader_ms: number | null;
  persisted: boolean | null;
  free_bytes: number | null;
  cameras: Awaited<ReturnType<typeof cameras>>;
  server_ms: number | null;
  skew_ms: number | null;
}

export async function selfTest(): Promise<SelfTest> {
  const server = await reach();
  return {
    secure: window.isSecureContext,
    serviceWorker: serviceWorker(),
    database_ms: await tried(probeDatabase),
    key_ms: await tried(probeKey),
    reader_ms: await tried(probeReader),
    persisted: await isPersisted(),
    free_bytes: await freeBytes(),
    cameras: await cameras().catch(() => null),
    server_ms: server?.took_ms ?? null,
    skew_ms: server?.skew_ms ?? null,
  };
}

/** Whatever goes wrong in a trial is its result. */
async function tried(trial: () => Promise<number>): Promise<number | null> {
  try {
    return Math.round(await trial());
  } catch {
    return null;
  }
}

function serviceWorker(): SelfTest['serviceWorker'] {
  if (!('serviceWorker' in navigator)) return 'no';
  return navigator.serviceWorker.controller ? 'yes' : 'next';
}

async function reach(): Promise<{ took_ms: number; skew_ms: number | null } | null> {
  const began = performance.now();
  try {
    const { skew } = await askJson('/api/health');
    return { took_ms: Math.round(performance.now() - began), skew_ms: skew?.skew_ms ?? null };
  } catch {
    return null;
  }
}
