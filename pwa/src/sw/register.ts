// Registers the service worker and tells the app when it is whole on this phone, and when a newer version waits.
import { KEEP_LATER, SWITCH_NOW } from './messages';

const WORKER = '/service-worker.js';
const HOUR_MS = 3_600_000;

interface Told {
  /** Every screen opens without a network from now on. */
  onWhole: () => void;
  /** Gets a function that switches to the new version and reloads this page. */
  onWaiting: (switchNow: () => void) => void;
}

export async function registerServiceWorker({ onWhole, onWaiting }: Told): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  keepAll(onWhole);
  const registration = await register();
  if (!registration) return;

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
}

// Automation and some in-app browsers resolve to undefined instead of refusing.
async function register(): Promise<ServiceWorkerRegistration | undefined> {
  return await navigator.serviceWorker.register(WORKER).catch(() => undefined);
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
