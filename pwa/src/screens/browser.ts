// What this browser can do, by its features and never by its name.
import { shallowRef } from 'vue';

/** Without a service worker the app cannot open offline: WeChat on iPhones, private windows. */
export const isWeakBrowser = shallowRef(!('serviceWorker' in navigator));
