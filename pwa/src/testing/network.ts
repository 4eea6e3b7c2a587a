// A server in memory behind a network that can be told to misbehave; only for tests.
import type { Body, Envelope, Receipt, Verdict } from '../wire/wire';

type Handler = (request: Request, url: URL) => Response | Promise<Response>;

export interface Asked {
  method: string;
  path: string;
  operations: string[];
}

export class FakeServer {
  readonly journal = new Map<string, Receipt>();
  readonly bodies: Body[] = [];
  readonly blobs = new Map<string, { bytes: Uint8Array; total: number; complete: boolean }>();
  readonly asked: Asked[] = [];
  /** The next requests get these instead of the server's own reply. */
  readonly faults: Handler[] = [];
  /** By operation id: another verdict than `applied`. */
  readonly verdicts = new Map<string, { verdict: Verdict; code: string }>();
  token = 'token-1';
  mostOperations = 200;
  /** Pages of the pull, in order; the last one repeats. */
  pages: object[] = [];
  me: object | null = null;
  poison: string | null = null;
  /** Its clock: no two pushes at the same moment. */
  private now_ms = 0;

  /** What `fetch` is while a test runs. */
  readonly fetch = async (path: string, init?: RequestInit): Promise<Response> => {
    const request = new Request(new URL(path, 'http://anxun.example.cn'), {
      ...init,
      signal: null,
    });
    const url = new URL(request.url);
    const seen: Asked = { method: request.method, path: url.pathname, operations: [] };
    this.asked.push(seen);
    const fault = this.faults.shift();
    if (fault) return await fault(request, url);
    return await this.answer(request, url, seen);
  };

  async answer(request: Request, url: URL, seen?: Asked): Promise<Response> {
    if (url.pathname === '/api/sync/push') return await this.push(request, seen);
    if (url.pathname.startsWith('/api/blobs/')) return await this.blob(request, url);
    if (url.pathname === '/api/sync/pull') return this.pull(url);
    if (url.pathname === '/api/checklists')
      return json({ hash: 'library-1', location_types: {}, checklists: [] });
    if (url.pathname.startsWith('/api/session')) return this.session(request, url);
    return problem(404, 'http.not_found');
  }

  private async push(request: Request, seen?: Asked): Promise<Response> {
    const { operations } = JSON.parse(await textOf(request)) as { operations: Envelope[] };
    const bodies = operations.map((envelope) => JSON.parse(envelope.body) as Body);
    seen?.operations.push(...bodies.map((body) => body.id));
    if (operations.length > this.mostOperations) return problem(413, 'sync.too_large');
    if (bodies.some((body) => body.id === this.poison)) return problem(400, 'http.malformed');
    this.now_ms = Math.max(this.now_ms + 1, Date.now() + 5_000);
    const receipts = bodies.map((body) => this.receipt(body));
    const isLacking = receipts.some(({ missing }) => missing.length > 0);
    const upload_token = isLacking ? this.token : null;
    return json({ receipts, upload_token, server_ms: this.now_ms });
  }

  private receipt(body: Body): Receipt {
    const known = this.journal.get(body.id);
    if (known) return { ...known, missing: this.missing(body, known.verdict) };
    const { verdict, code } = this.verdicts.get(body.id) ?? { verdict: 'applied', code: null };
    const isKept = verdict !== 'waiting' && verdict !== 'unknown';
    const receipt: Receipt = {
      id: body.id,
      verdict,
      code,
      organisation: body.organisation,
      journal_no: isKept ? this.journal.size + 1 : null,
      hash: null,
      received_ms: this.now_ms,
      missing: this.missing(body, verdict),
    };
    if (isKept) {
      this.journal.set(body.id, receipt);
      this.bodies.push(body);
    }
    return receipt;
  }

  /** The safety office's word on a held operation. */
  release(id: string, verdict: Verdict, code: string | null = null): void {
    const held = this.journal.get(id);
    if (held) this.journal.set(id, { ...held, verdict, code });
  }

  /** An older copy was put back, from before anything of this phone. */
  forget(): void {
    this.journal.clear();
    this.bodies.splice(0);
    this.blobs.clear();
  }

  /** Only what was applied names photos. */
  private missing(body: Body, verdict: Verdict): string[] {
    if (verdict !== 'applied' && verdict !== 'superseded') return [];
    return hashesIn(body).filter((hash) => !this.blobs.get(hash)?.complete);
  }

  private async blob(request: Request, url: URL): Promise<Response> {
    if (request.headers.get('Authorization') !== `Bearer ${this.token}`)
      return problem(401, 'session.none');
    const hash = url.pathname.split('/').pop() ?? '';
    if (!this.bodies.some((body) => hashesIn(body).includes(hash))) {
      // As browsers hand it on: a HEAD has no body that could name a code.
      return request.method === 'HEAD'
        ? new Response(null, { status: 404 })
        : problem(404, 'blob.unknown');
    }
    const known = this.blobs.get(hash) ?? { bytes: new Uint8Array(), total: 0, complete: false };
    if (request.method === 'HEAD') return offset(200, known.bytes.length, known.complete);
    if (Number(request.headers.get('Upload-Offset')) !== known.bytes.length) {
      return offset(409, known.bytes.length, known.complete);
    }
    const piece = new Uint8Array(await request.arrayBuffer());
    const bytes = new Uint8Array(known.bytes.length + piece.length);
    bytes.set(known.bytes);
    bytes.set(piece, known.bytes.length);
    const total = Number(request.headers.get('Upload-Length'));
    this.blobs.set(hash, { bytes, total, complete: bytes.length === total });
    return offset(204, bytes.length, bytes.length === total);
  }

  private pull(url: URL): Response {
    const page = this.pages.length > 1 ? this.pages.shift() : this.pages[0];
    const organisation = url.searchParams.get('organisation');
    const empty = {
      organisation,
      epoch: 'e1',
      scope: 's1',
      next: 1,
      more: false,
      rows: [],
      watching: [],
      library: '',
    };
    return json({ ...empty, ...page, server_ms: Date.now() });
  }

  private session(request: Request, url: URL): Response {
    if (url.pathname.endsWith('/challenge')) return json({ nonce: 'nonce' });
    if (request.method === 'GET' && !this.me) return problem(401, 'session.none');
    return json(this.me ?? {});
  }
}

export function json(data: unknown): Response {
  return new Response(JSON.stringify(data), { headers: { 'Content-Type': 'application/json' } });
}

export function problem(
  status: number,
  code: string,
  headers: Record<string, string> = {},
): Response {
  return new Response(JSON.stringify({ type: 'about:blank', status, code, title: code }), {
    status,
    headers: { 'Content-Type': 'application/problem+json', ...headers },
  });
}

/** What the Wi-Fi of a hotel answers to everything. */
export function captivePortal(): Response {
  return new Response('<html>Sign in to the Wi-Fi</html>', {
    headers: { 'Content-Type': 'text/html' },
  });
}

export function unreachable(): never {
  throw new TypeError('Failed to fetch');
}

function offset(status: number, at: number, complete: boolean): Response {
  const headers = { 'Upload-Offset': String(at), 'Upload-Complete': complete ? '1' : '0' };
  return new Response(null, { status, headers });
}

async function textOf(request: Request): Promise<string> {
  if (request.headers.get('Content-Encoding') !== 'gzip') return await request.text();
  const stream = request.body?.pipeThrough(new DecompressionStream('gzip'));
  return await new Response(stream).text();
}

function hashesIn(body: Body): string[] {
  return [...JSON.stringify(body.args).matchAll(/"sha256":"([0-9a-f]{64})"/g)].map(
    (match) => match[1] ?? '',
  );
}
