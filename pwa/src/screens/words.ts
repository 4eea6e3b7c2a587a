// Texts that are made of data: both languages of a checklist, moments, ages and sizes.
import { isTextKey, language, t } from '../i18n';
import { dayIn, daysBetween, timeIn } from '../domain/clock';
import { current, isOpen } from '../store/account';
import type { Words } from '../wire/wire';

const MINUTE_MS = 60_000;

/** Texts that arrive in both languages, such as an item of a checklist. */
export function said(words: Words): string {
  return language() === 'en' ? words.en || words.zh : words.zh || words.en;
}

/** The district's zone; before anybody is enrolled the phone's own. */
export function zone(): string {
  return isOpen() ? current().organisation.tz : Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** 09:31 */
export const clockTime = (at_ms: number): string => timeIn(zone(), at_ms);

/** 09:31 today, 昨天 22:14, 11-21 08:20 before. */
export function moment(at_ms: number, now_ms = Date.now()): string {
  const days = daysBetween(dayIn(zone(), at_ms), dayIn(zone(), now_ms));
  if (days === 0) return clockTime(at_ms);
  if (days === 1) return t('words.yesterday', { time: clockTime(at_ms) });
  return `${dayIn(zone(), at_ms).slice(5)} ${clockTime(at_ms)}`;
}

export const isToday = (at_ms: number): boolean =>
  dayIn(zone(), at_ms) === dayIn(zone(), Date.now());

const part = (at_ms: number, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(language(), { timeZone: zone(), ...options }).format(at_ms);

/** 11月23日 */
export const dayText = (at_ms: number) => part(at_ms, { month: 'short', day: 'numeric' });

/** 11月23日 周一 */
export const dateLine = (at_ms: number) => `${dayText(at_ms)} ${part(at_ms, { weekday: 'short' })}`;

/** 11月23日 09:31 */
export const dayAndTime = (at_ms: number) => `${dayText(at_ms)} ${clockTime(at_ms)}`;

/** 2026-11-23 09:31, for what is burned into a photo. */
export function stampTime(at_ms: number): string {
  return `${dayIn(zone(), at_ms)} ${clockTime(at_ms)}`;
}

/** 38 分, 2 小时, 3 天: rounded to what matters. */
export function span(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / MINUTE_MS));
  if (minutes < 60) return t('words.minutes', { n: minutes });
  const hours = Math.round(minutes / 60);
  if (hours < 48) return t('words.hours', { n: hours });
  return t('words.days', { n: Math.round(hours / 24) });
}

export function sizeOf(bytes: number): string {
  if (bytes < 100_000) return `${Math.max(1, Math.round(bytes / 1000))} kB`;
  if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  return `${(bytes / 1_000_000_000).toFixed(1)} GB`;
}

/** As a checklist has it, but `min` and `h` in the reader's language. */
export function unitWord(unit: string): string {
  const key = `unit.${unit}`;
  return isTextKey(key) ? t(key) : unit;
}

/** Floating point leaves 3.4999…; no measured value here has more than two digits behind the point. */
export function plainNumber(value: number): string {
  return String(Number(value.toFixed(2)));
}
