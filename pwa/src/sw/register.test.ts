// Promises to the page: it hears when the app is whole on this phone, however often the line breaks before.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { KEEP_LATER } from './messages';
import { registerServiceWorker } from './register';

let asked: MessagePort[];
let registered: number;

beforeEach(() => {
  asked = [];
  registered = 0;
  const active = {
    postMessage: (message: string, [port]: MessagePort[]) => {
      if (message === KEEP_LATER && port) asked.push(port);
    },
  };
  const registration = Object.assign(new EventTarget(), {
    waiting: null,
    installing: null,
    update: () => Promise.reject(new TypeError('cut')),
  });
  const register = () => {
    registered += 1;
    return Promise.resolve(registration);
  };
  const ready = Promise.resolve({ active });
  vi.stubGlobal('navigator', { serviceWorker: { register, ready, controller: null } });
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }));
  vi.useFakeTimers({ toFake: ['setInterval'] });
});

afterEach(() => {
  asked.forEach((port) => {
    port.close();
  });
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('the page hears once every file is on the phone', async () => {
  const onWhole = vi.fn();
  await registerServiceWorker({ onWhole, onWaiting: vi.fn() });
  await vi.waitFor(() => {
    expect(asked).toHaveLength(1);
  });
  expect(onWhole).not.toHaveBeenCalled();

  asked[0]?.postMessage(true);

  await vi.waitFor(() => {
    expect(onWhole).toHaveBeenCalledTimes(1);
  });
});

test('files that a cut left out are asked for when the line is back, and no more once all are here', async () => {
  const onWhole = vi.fn();
  await registerServiceWorker({ onWhole, onWaiting: vi.fn() });

  window.dispatchEvent(new Event('online'));
  await vi.waitFor(() => {
    expect(asked).toHaveLength(2);
  });
  asked[1]?.postMessage(true);
  await vi.waitFor(() => {
    expect(onWhole).toHaveBeenCalledTimes(1);
  });
  window.dispatchEvent(new Event('online'));
  await Promise.resolve();

  expect(asked).toHaveLength(2);
});

test('a first installation that was cut begins anew when the line is back', async () => {
  await registerServiceWorker({ onWhole: vi.fn(), onWaiting: vi.fn() });
  expect(registered).toBe(1);

  window.dispatchEvent(new Event('online'));

  await vi.waitFor(() => {
    expect(registered).toBe(2);
  });
});

test('a browser that refuses is told apart from a line that was cut', async () => {
  const refuse = (error: Error) => () => Promise.reject(error);
  const told = { onWhole: vi.fn(), onWaiting: vi.fn() };
  const serviceWorker = { ready: new Promise(() => undefined), controller: null };

  for (const [register, keeps] of [
    [refuse(new TypeError('cut')), true],
    [refuse(new Error('SecurityError')), false],
    [() => Promise.resolve(undefined), false],
  ] as const) {
    vi.stubGlobal('navigator', { serviceWorker: { ...serviceWorker, register } });
    expect(await registerServiceWorker(told)).toBe(keeps);
  }
});
