// What a page asks of the service worker.
export const SWITCH_NOW = 'SWITCH_NOW';
export const KEEP_LATER = 'KEEP_LATER';
