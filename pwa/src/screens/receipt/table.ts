// The head, rows and facts of a receipt; numbers of the journal only when the server has given them.
import { t, type TextKey } from '../../i18n';
import type { IconName } from '../../ui/icons';
import type { Fact, ReceiptRow, Tone } from '../../ui/types';
import { leftText } from '../tally';
import { moment } from '../words';
import type { ReceiptView } from './receipt';

export interface Head {
  title: string;
  text: string;
  icon: IconName;
  tone: Tone;
}

/** Handed in is only what the server has with all its photos, and holds for valid. */
export function headOf({ refused, receipt, photos }: ReceiptView): Head {
  const told = (key: TextKey, text = '', icon: IconName = 'check', tone: Tone = 'ok') => {
    return { title: t(key), text, icon, tone };
  };
  if (refused) return told('receipt.refusedTitle', '', 'cross', 'bad');
  if (!receipt) return told('receipt.keptTitle', t('receipt.keptText'));
  const text = photos.there < photos.total ? t('receipt.heldText') : '';
  if (receipt.verdict === 'held') return told('receipt.heldTitle', text, 'clock', 'warn');
  if (photos.there < photos.total) return told('receipt.photosTitle', t('receipt.keptText'));
  return told('receipt.title');
}

export function rowsOf(view: ReceiptView): ReceiptRow[] {
  const { tally, photos, findings } = view;
  const isThere = view.receipt !== null;
  const known = findings.filter(({ hazard }) => hazard !== null).length;
  const rows: ReceiptRow[] = [
    row('form', 'document', 'receipt.form', t('tally.all', { n: tally.checked }), isThere),
    {
      ...row('signature', 'pencil', 'receipt.signature', t('receipt.people', { n: 1 }), isThere),
      ...(view.second && { server: t('receipt.people', { n: 2 }) }),
    },
  ];
  if (photos.total > 0) {
    const counted = counting(photos.there, photos.total, isThere);
    rows.splice(1, 0, {
      ...row(
        'photos',
        'image',
        'receipt.photos',
        t('receipt.sheets', { n: photos.total }),
        isThere,
      ),
      ...counted,
    });
  }
  if (findings.length > 0) {
    const local = t('receipt.cases', { n: findings.length });
    rows.push({
      ...row('hazards', 'alert', 'hazards.title', local, isThere),
      ...counting(known, findings.length, isThere),
    });
  }
  return rows;
}

export function factsOf({ receipt, kept_ms, tally }: ReceiptView): Fact[] {
  const left = leftText(tally);
  const facts: Fact[] = left ? [{ label: t('receipt.unchecked'), value: left }] : [];
  if (!receipt) return [...facts, { label: t('receipt.kept'), value: moment(kept_ms) }];
  if (receipt.journal_no !== null) {
    const value = t('receipt.numberValue', { n: receipt.journal_no });
    facts.push({ label: t('receipt.number'), value, strong: true });
  }
  const times = `${moment(kept_ms)} / ${moment(receipt.received_ms)}`;
  facts.push({ label: t('receipt.times'), value: times });
  if (receipt.hash) facts.push({ label: t('receipt.head'), value: spoken(receipt.hash) });
  return facts;
}

/** Twelve characters are enough to compare two papers by eye. */
export function spoken(hash: string): string {
  return hash
    .slice(0, 12)
    .toUpperCase()
    .replace(/(.{4})(?=.)/g, '$1 · ');
}

type Key = 'receipt.form' | 'receipt.photos' | 'receipt.signature' | 'hazards.title';

function row(
  id: string,
  icon: ReceiptRow['icon'],
  label: Key,
  local: string,
  isThere: boolean,
): ReceiptRow {
  const server = isThere ? local : t('receipt.waits');
  return { id, icon, label: t(label), local, server, state: isThere ? 'full' : 'none' };
}

function counting(there: number, total: number, isThere: boolean) {
  if (!isThere) return { server: t('receipt.waits'), state: 'none' as const };
  return {
    server: `${there}/${total}`,
    state: there === total ? ('full' as const) : ('part' as const),
  };
}
