// Registers the service worker and tells the app when it is whole on this phone, and when a newer version waits.
import { KEEP_LATER, SWITCH_NOW } from './messages';

const HOUR_MS = 3_600_000;

// What it gives is a TrustedScriptURL, which TypeScript does not know yet.
interface Policy {
  createScriptURL(url: string): string;
}
declare global {
  var trustedTypes: undefined | { createPolicy(name: string, rules: Policy): Policy };
}

const FILE = '/service-worker.js';
// Where the server lets no text become a script, the address of the one that may is vouched for.
const WORKER =
  globalThis.trustedTypes
    ?.createPolicy('worker', { createScriptURL: () => FILE })
    .createScriptURL(FILE) ?? FILE;

interface Told {
  /** Every screen opens without a network from now on. */
  onWhole: () => void;
  /** Gets a function that switches to the new version and reloads this page. */
  onWaiting: (switchNow: () => void) => void;
}

/** Whether this browser keeps the app; one whose line was cut may yet. */
export async function registerServiceWorker({ onWhole, onWaiting }: Told): Promise<boolean> {
  if (!('serviceWorker' in navigator)) return false;
  keepAll(onWhole);
  const registration = await register();
  if (typeof registration === 'boolean') return registration;

  const offer = (worker: ServiceWorker) => {
    onWaiting(() => {
      navigator.serviceWorker.addEventListener('controllerchange', () => {
        location.reload();
      });
      worker.postMessage(SWITCH_NOW);
    });
  };
  if (registration.waiting) offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && navigator.serviceWorker.controller) offer(worker);
    });
  });
  lookForUpdates(registration);
  return true;
}

// Automation and some in-app browsers resolve to undefined; a file that did not come is a TypeError, and may come yet.
async function register(): Promise<ServiceWorkerRegistration | boolean> {
  try {
    const asked: Promise<ServiceWorkerRegistration | undefined> =
      navigator.serviceWorker.register(WORKER);
    return (await asked) ?? false;
  } catch (error) {
    return error instanceof TypeError;
  }
}

/** A cut leaves files out: they are asked for again as soon as there is hope. */
function keepAll(onWhole: () => void): void {
  let isWhole = false;
  const ask = async () => {
    const { active } = await navigator.serviceWorker.ready;
    if (isWhole) return;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      isWhole = true;
      onWhole();
      port1.close();
    };
    active?.postMessage(KEEP_LATER, [port2]);
  };
  whenHopeful(() => void ask());
  void ask();
}

// A phone may keep the page open for days, and a browser looks by itself only on navigation.
function lookForUpdates(registration: ServiceWorkerRegistration): void {
  // Where the very first installation was cut there is nothing to update: it begins anew.
  const look = () => void registration.update().catch(register);
  setInterval(look, HOUR_MS);
  whenHopeful(look);
}

function whenHopeful(work: () => void): void {
  window.addEventListener('online', work);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') work();
  });
}
