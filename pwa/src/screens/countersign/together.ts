// What one signature under several records says: each by its name, with what came of it.
import { t } from '../../i18n';
import type { Unsigned } from '../../store/countersigning';
import { resultTag } from '../desk/records';
import { said } from '../words';

export function sentenceOf(records: readonly Unsigned[]): string {
  const list = records.map(({ row, place, title }) =>
    t('countersign.each', {
      place: place || (title ? said(title) : ''),
      items: t('tally.all', { n: row.items }),
      result: resultTag(row).label,
    }),
  );
  return t('countersign.sentenceAll', { n: records.length, list: list.join(t('return.join')) });
}
