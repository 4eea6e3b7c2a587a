// A number against its legal band: the bar under it, the sentence beyond it, and whether it can be true.
import type { NumberField } from '../../domain/checklist';
import { t } from '../../i18n';
import { plainNumber } from '../words';

export interface Band {
  from?: number;
  to?: number;
}

export function bandOf({ fail_when: rule }: NumberField): Band | null {
  if (!rule) return null;
  const low = rule.outside ?? rule.below;
  const high = rule.outside ?? rule.above;
  return { ...(low && { from: low.min }), ...(high && { to: high.max }) };
}

/** Half a band more on each side; an open side shows as much as the bound is away from zero. */
export function scaleOf({ from, to }: Band, value: number | null): { from: number; to: number } {
  const width =
    from !== undefined && to !== undefined && to > from
      ? (to - from) / 2
      : Math.max(10, Math.abs(from ?? to ?? 0) / 2);
  const least = Math.min(from ?? (to ?? 0) - 2 * width, value ?? Infinity);
  const most = Math.max(to ?? (from ?? 0) + 2 * width, value ?? -Infinity);
  return { from: least - width, to: most + width };
}

/** Nothing in a school is this far from its limit: a point was left out, or a digit came twice. */
const FAR_DEGREES = 50;

export function isFarOff({ from, to }: Band, value: number, unit: string): boolean {
  const limits = [from, to].filter((limit) => limit !== undefined);
  return unit === '℃' && limits.every((limit) => Math.abs(value - limit) > FAR_DEGREES);
}

export function beyond({ from, to }: Band, value: number, unit: string): string {
  if (to !== undefined && value > to) {
    const n = plainNumber(value - to);
    return unit ? t('item.above', { n, unit }) : t('item.tooMany', { n });
  }
  if (from !== undefined && value < from) {
    const n = plainNumber(from - value);
    return unit ? t('item.below', { n, unit }) : t('item.tooFew', { n });
  }
  return '';
}
