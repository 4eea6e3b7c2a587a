// What a page asks of the service worker.
export const SWITCH_NOW = 'SWITCH_NOW';
/** Answered through the port that comes along, once every file is here. */
export const KEEP_LATER = 'KEEP_LATER';
