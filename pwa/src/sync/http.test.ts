// A slow line is not a dead one: only silence ends a request.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { askJson } from './http';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A body whose pieces come one after the other, and never end without `last`. */
function dripping(pieces: string[], every_ms: number, isWhole: boolean) {
  return (_path: string, init: RequestInit): Promise<Response> => {
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        init.signal?.addEventListener('abort', () => {
          controller.error(new DOMException('aborted', 'AbortError'));
        });
        for (const piece of pieces) {
          await new Promise((resolve) => setTimeout(resolve, every_ms));
          controller.enqueue(new TextEncoder().encode(piece));
        }
        if (isWhole) controller.close();
      },
    });
    return Promise.resolve(new Response(body, { headers: { 'Content-Type': 'application/json' } }));
  };
}

test('a page that takes a minute arrives, as long as something comes', async () => {
  vi.stubGlobal('fetch', dripping(['{"a"', ':', '1', '}'], 15_000, true));

  const asked = askJson<{ a: number }>('/api/sync/pull');
  await vi.advanceTimersByTimeAsync(60_000);

  expect((await asked).data).toEqual({ a: 1 });
});

test('a page that stops in the middle is given up', async () => {
  vi.stubGlobal('fetch', dripping(['{"a"'], 1_000, false));

  const asked = askJson('/api/sync/pull').catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(30_000);

  expect(await asked).toMatchObject({ status: 0, code: 'network.timeout' });
});
