// Keeps the app's own files on the phone, so that every screen opens without a network.
import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { CacheFirst } from 'workbox-strategies';
import type { PrecacheEntry } from 'workbox-precaching';
import { KEEP_LATER, SWITCH_NOW } from './messages';

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (PrecacheEntry | string)[] };

const LATER = 'later';

// A round can be walked offline as soon as the first files are here; the rest follows without being waited for.
const files = self.__WB_MANIFEST;
const urlOf = (file: PrecacheEntry | string) => `/${typeof file === 'string' ? file : file.url}`;
const isLater = (file: PrecacheEntry | string) => urlOf(file).includes(`/${LATER}/`);
const later = files.filter(isLater).map(urlOf);
precacheAndRoute(files.filter((file) => !isLater(file)));
cleanupOutdatedCaches();
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: [/^\/api\//] }),
);
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && later.includes(url.pathname),
  new CacheFirst({ cacheName: LATER }),
);

// Only the page may ask for the change of version: it knows whether a form is half filled.
self.addEventListener('message', (event) => {
  if (event.data === SWITCH_NOW) void self.skipWaiting();
  if (event.data === KEEP_LATER) event.waitUntil(keepLater(event.ports));
});
self.addEventListener('activate', (event) => {
  // The first visit is without a network, too, as soon as the first files are here.
  event.waitUntil(Promise.all([forgetOld(), self.clients.claim()]));
});

/** One by one: what a cut leaves undone is little, and is asked for again. */
async function keepLater(ports: readonly MessagePort[]): Promise<void> {
  const cache = await caches.open(LATER);
  for (const url of later) if (!(await cache.match(url))) await cache.add(url);
  ports.forEach((port) => {
    port.postMessage(true);
  });
}

async function forgetOld(): Promise<void> {
  const cache = await caches.open(LATER);
  for (const request of await cache.keys()) {
    if (!later.includes(new URL(request.url).pathname)) await cache.delete(request);
  }
}
