// The results of the self-test as a person reads them, and as the text that is copied.
import type { SelfTest } from '../../actions/self-test';
import { t, type TextKey } from '../../i18n';
import { version } from '../../../package.json';
import { deviceName } from '../device-name';
import { sizeOf, span } from '../words';

export interface Verdict {
  id: keyof SelfTest;
  label: string;
  value: string;
  state: 'ok' | 'warn' | 'bad';
}

const LITTLE_BYTES = 200_000_000;
const EXACT_MS = 60_000;

type Judged = Pick<Verdict, 'value' | 'state'>;

export function verdicts(test: SelfTest): Verdict[] {
  const row = (id: keyof SelfTest, key: TextKey, judged: Judged): Verdict => ({
    id,
    label: t(key),
    ...judged,
  });
  return [
    row('secure', 'diag.secure', yesNo(test.secure)),
    row('serviceWorker', 'diag.serviceWorker', offline(test.serviceWorker)),
    row('database_ms', 'diag.database', timed(test.database_ms)),
    row('persisted', 'diag.persisted', kept(test.persisted)),
    row('free_bytes', 'diag.quota', space(test.free_bytes)),
    row('key_ms', 'diag.crypto', timed(test.key_ms)),
    row('cameras', 'diag.camera', camera(test.cameras)),
    row('reader_ms', 'diag.reader', timed(test.reader_ms)),
    row('server_ms', 'diag.online', server(test.server_ms)),
    row('skew_ms', 'diag.skew', clock(test.skew_ms)),
  ];
}

export function asText(found: readonly Verdict[]): string {
  const { width, height } = window.screen;
  const screen = `${width} × ${height} @ ${window.devicePixelRatio}`;
  return [
    `${t('me.version', { version })} · ${deviceName()}`,
    ...found.map(({ label, value, state }) => `${state === 'bad' ? '✕' : '·'} ${label}: ${value}`),
    `${t('diag.screen')}: ${screen}`,
    `${t('diag.browser')}: ${navigator.userAgent}`,
  ].join('\n');
}

function yesNo(isGood: boolean): Judged {
  return isGood ? { value: t('diag.yes'), state: 'ok' } : { value: t('diag.no'), state: 'bad' };
}

function offline(worker: SelfTest['serviceWorker']): Judged {
  if (worker === 'next') return { value: t('diag.notYet'), state: 'warn' };
  return yesNo(worker === 'yes');
}

function timed(ms: number | null): Judged {
  if (ms === null) return yesNo(false);
  return { value: `${t('diag.yes')} · ${t('diag.ms', { n: ms })}`, state: 'ok' };
}

function kept(persisted: boolean | null): Judged {
  return persisted ? yesNo(true) : { value: t('diag.unsure'), state: 'warn' };
}

function space(bytes: number | null): Judged {
  if (bytes === null) return { value: t('diag.unknown'), state: 'warn' };
  return { value: sizeOf(bytes), state: bytes < LITTLE_BYTES ? 'bad' : 'ok' };
}

function camera(cameras: SelfTest['cameras']): Judged {
  if (!cameras || cameras.count === 0) return yesNo(false);
  if (cameras.allowed === 'denied') return { value: t('diag.denied'), state: 'bad' };
  if (cameras.allowed === 'prompt') return { value: t('diag.asks'), state: 'ok' };
  return { value: t('diag.cameras', { n: cameras.count }), state: 'ok' };
}

function server(ms: number | null): Judged {
  if (ms === null) return { value: t('diag.offline'), state: 'warn' };
  return { value: t('diag.ms', { n: ms }), state: 'ok' };
}

/** `skew` = server minus phone. */
function clock(skew_ms: number | null): Judged {
  if (skew_ms === null) return { value: t('diag.unknown'), state: 'warn' };
  if (Math.abs(skew_ms) < EXACT_MS) return { value: t('diag.exact'), state: 'ok' };
  const time = span(Math.abs(skew_ms));
  return { value: t(skew_ms < 0 ? 'diag.ahead' : 'diag.behind', { time }), state: 'warn' };
}
