// What this browser can do, by its features and never by its name.

/** Without a service worker the app cannot open offline: some in-app browsers, WeChat on iPhones. */
export const isWeakBrowser = (): boolean => !('serviceWorker' in navigator);
