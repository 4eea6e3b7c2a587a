// Which operations of a device are missing, in a person's words.
import { t } from '../../i18n';
import type { Gaps } from '../../wire/wire';

/** By device; one that lacks nothing says nothing. */
export function lackingOf(gaps: readonly Gaps[]): Record<string, string> {
  const lacking = gaps.filter(({ missing }) => missing.length > 0);
  return Object.fromEntries(lacking.map((each) => [each.device, lackingText(each)]));
}

function lackingText({ missing }: Gaps): string {
  const ranges = missing.map(({ first, last }) =>
    first === last ? String(first) : `${String(first)}–${String(last)}`,
  );
  return t('device.lacking', { numbers: ranges.join(t('device.and')) });
}
