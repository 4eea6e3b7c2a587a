// Registers the service worker and tells the app when a newer version waits for its turn.
import { KEEP_LATER, SWITCH_NOW } from './messages';

// `onWaiting` gets a function that switches to the new version and reloads this page.
export async function registerServiceWorker(onWaiting: (switchNow: () => void) => void) {
  if (!('serviceWorker' in navigator)) return;

  // Automation and some in-app browsers resolve to undefined instead of refusing.
  const registration: ServiceWorkerRegistration | undefined = await navigator.serviceWorker
    .register('/service-worker.js')
    .catch(() => undefined);
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
  void navigator.serviceWorker.ready.then(({ active }) => active?.postMessage(KEEP_LATER));
}

// A phone may keep the page open for days, and a browser looks by itself only on navigation.
function lookForUpdates(registration: ServiceWorkerRegistration) {
  const hour_ms = 3_600_000;
  const look = () => void registration.update().catch(() => undefined);
  setInterval(look, hour_ms);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') look();
  });
}
