// The only fetch: no request waits for ever, and only a reply that is really the server's counts.
import { skewFrom, type Skew } from '../domain/clock';
import { current, isOpen } from '../store/account';

/** Nothing has come for so long: the line is dead. */
const SILENT_MS = 20_000;
const SENDING_MS = 60_000;

/** The server said no (`status`, dotted `code`), or there was no server: status 0 and `network.*`. */
export class Failed extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly retry_after_ms: number | null = null,
    readonly headers: Headers | null = null,
  ) {
    super(code);
  }

  /** Nothing was decided: the same request may be sent again later. */
  get isPassing(): boolean {
    return this.status === 0 || this.status >= 500 || [408, 425, 429].includes(this.status);
  }
}

export interface Sending {
  method?: 'GET' | 'HEAD' | 'POST' | 'PATCH';
  body?: string | ArrayBuffer;
  headers?: Record<string, string>;
  /** Push and uploads carry their own authority; another account's cookie must not mix in. */
  anonymous?: boolean;
}

export interface Reply<T> {
  data: T;
  headers: Headers;
  skew: Skew | null;
}

export async function askJson<T>(path: string, sending: Sending = {}): Promise<Reply<T>> {
  const asked_ms = Date.now();
  const response = await send(path, sending);
  if (response.status === 204) throw new Failed(0, 'network.not_json');
  if (!isJson(response)) throw new Failed(0, 'network.not_json');
  const data = await body<T>(response);
  return { data, headers: response.headers, skew: measured(asked_ms, response, data) };
}

/** For replies without a body; anything but a plain 2xx of our server is a failure. */
export async function askNothing(path: string, sending: Sending): Promise<Headers> {
  const response = await send(path, sending);
  // A captive portal answers 200 with a page to whatever it is asked.
  if (response.headers.get('Content-Type')?.startsWith('text/html')) {
    throw new Failed(0, 'network.not_json');
  }
  return response.headers;
}

async function send(path: string, sending: Sending): Promise<Response> {
  const response = await guarded(path, sending);
  if (response.ok) return response;
  throw new Failed(response.status, await codeOf(response), retryAfter(response), response.headers);
}

async function guarded(path: string, sending: Sending): Promise<Response> {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const heard = (silence_ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      controller.abort();
    }, silence_ms);
  };
  // How much of a body has left the phone nobody tells.
  heard(sending.body === undefined ? SILENT_MS : SENDING_MS);
  try {
    const response = await fetch(path, {
      method: sending.method ?? 'GET',
      body: sending.body ?? null,
      headers: { Accept: 'application/json', ...whose(sending), ...sending.headers },
      credentials: sending.anonymous ? 'omit' : 'same-origin',
      redirect: 'error',
      cache: 'no-store',
      signal: controller.signal,
    });
    return await whole(response, () => {
      heard(SILENT_MS);
    });
  } catch {
    throw new Failed(0, controller.signal.aborted ? 'network.timeout' : 'network.unreachable');
  } finally {
    clearTimeout(timer);
  }
}

/** The cookie is the browser's: the server must not answer this person with what is somebody else's. */
function whose({ anonymous }: Sending): Record<string, string> {
  return anonymous || !isOpen() ? {} : { 'Anxun-Device': current().device };
}

/** Reads the body piece by piece: on a slow line it takes its time, and may also stop in the middle for ever. */
async function whole(response: Response, heard: () => void): Promise<Response> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const reader = response.body?.getReader();
  for (;;) {
    heard();
    const piece = await reader?.read();
    if (!piece || piece.done) break;
    pieces.push(piece.value);
  }
  const { status, headers } = response;
  const isEmpty = status === 204 || status === 304;
  return new Response(isEmpty ? null : new Blob(pieces), { status, headers });
}

function isJson(response: Response): boolean {
  return /^application\/(problem\+)?json/.test(response.headers.get('Content-Type') ?? '');
}

async function body<T>(response: Response): Promise<T> {
  try {
    return (await response.json()) as T;
  } catch {
    throw new Failed(0, 'network.cut');
  }
}

/** Only our server speaks problem+json: a proxy's 403 page must not look like a decision. */
async function codeOf(response: Response): Promise<string> {
  if (!isJson(response)) return 'network.not_json';
  const problem = await body<{ code?: unknown }>(response).catch(() => ({ code: null }));
  return typeof problem.code === 'string' ? problem.code : 'network.not_json';
}

function retryAfter(response: Response): number | null {
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : null;
}

function measured(asked_ms: number, response: Response, data: unknown): Skew | null {
  const named = (data as { server_ms?: unknown } | null)?.server_ms;
  if (typeof named === 'number') return skewFrom(asked_ms, Date.now(), named);
  // The Date header has a grain of one second: half of it is the best guess.
  const dated = Date.parse(response.headers.get('Date') ?? '');
  return Number.isNaN(dated) ? null : skewFrom(asked_ms, Date.now(), dated + 500);
}

/** Into the browser's own cache, for as long as the server lets it; false when it did not come. */
export async function keepForLater(path: string): Promise<boolean> {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort();
  }, SILENT_MS);
  try {
    const { signal } = controller;
    const response = await fetch(path, { credentials: 'same-origin', cache: 'default', signal });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
