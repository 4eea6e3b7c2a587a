// Promises of the self-test's words: what does not work is red, what is only unsure is not.
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { SelfTest } from '../../actions/self-test';
import { allTexts } from '../../i18n';
import { asText, verdicts } from './verdicts';

const good: SelfTest = {
  secure: true,
  serviceWorker: 'yes',
  database_ms: 8,
  key_ms: 1,
  reader_ms: 80,
  persisted: true,
  free_bytes: 10_000_000_000,
  cameras: { count: 1, allowed: 'granted' },
  server_ms: 20,
  skew_ms: 300,
};
const stateOf = (id: keyof SelfTest, change: Partial<SelfTest>) =>
  verdicts({ ...good, ...change }).find((each) => each.id === id)?.state;

describe('the self-test', () => {
  beforeAll(allTexts);

  test('of a good phone has nothing to complain about', () => {
    expect(verdicts(good).every(({ state }) => state === 'ok')).toBe(true);
  });

  test.each([
    ['serviceWorker', { serviceWorker: 'no' }],
    ['database_ms', { database_ms: null }],
    ['key_ms', { key_ms: null }],
    ['reader_ms', { reader_ms: null }],
    ['cameras', { cameras: null }],
    ['cameras', { cameras: { count: 1, allowed: 'denied' } }],
    ['free_bytes', { free_bytes: 50_000_000 }],
    ['secure', { secure: false }],
  ] as [keyof SelfTest, Partial<SelfTest>][])('names %s as not working', (id, change) => {
    expect(stateOf(id, change)).toBe('bad');
  });

  test('does not blame the phone for being offline, unsure of its storage or a little off in time', () => {
    expect(stateOf('server_ms', { server_ms: null })).toBe('warn');
    expect(stateOf('persisted', { persisted: null })).toBe('warn');
    expect(stateOf('skew_ms', { skew_ms: -720_000 })).toBe('warn');
  });

  test('says how wrong the clock is, and which way', () => {
    const words = verdicts({ ...good, skew_ms: -720_000 }).map(({ value }) => value);

    expect(words).toContain('快 12 分钟');
  });

  test('copies every line and the browser', () => {
    vi.stubGlobal('window', { screen: { width: 360, height: 740 }, devicePixelRatio: 3 });
    vi.stubGlobal('navigator', { userAgent: 'Mozilla/5.0 (iPhone) MicroMessenger/8' });
    const text = asText(verdicts({ ...good, cameras: null }));

    expect(text).toContain('✕ 相机');
    expect(text).toContain('iPhone · 微信');
    expect(text.split('\n')).toHaveLength(13);
    vi.unstubAllGlobals();
  });
});
