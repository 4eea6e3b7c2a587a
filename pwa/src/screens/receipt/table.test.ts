// Promises of the receipt: the server's column says only what the server has said.
import { beforeAll, describe, expect, test } from 'vitest';
import { allTexts } from '../../i18n';
import type { ReceiptView } from './receipt';
import { factsOf, headOf, rowsOf } from './table';

const finding = { item: 'i', title: '项', grade: 'general' as const };
const kept: ReceiptView = {
  point: '校门',
  title: { zh: '校门与门卫安保', en: 'Gate' },
  kept_ms: 1_700_000_000_000,
  tally: { checked: 18, failed: 1, na: 0, blank: 0 },
  photos: { total: 3, there: 0 },
  second: null,
  findings: [{ ...finding, isFixed: false, hazard: null }],
  receipt: null,
  refused: null,
};
const received: ReceiptView = {
  ...kept,
  photos: { total: 3, there: 1 },
  receipt: {
    id: 'x',
    verdict: 'applied',
    code: null,
    organisation: 'o',
    journal_no: 264,
    hash: '37933ffc767e0011',
    received_ms: 1_700_000_060_000,
    missing: [],
  },
};

const column = (view: ReceiptView) =>
  rowsOf(view).map(({ id, server, state }) => [id, server, state]);

describe('a receipt', () => {
  beforeAll(allTexts);

  test('before the server answered has no number and no server column', () => {
    expect(factsOf(kept)).toHaveLength(1);
    expect(column(kept).every(([, server, state]) => server === '待上传' && state === 'none')).toBe(
      true,
    );
  });

  test('counts as checked what somebody looked at, and says what is left', () => {
    const partly = { ...kept, tally: { checked: 15, failed: 1, na: 2, blank: 1 } };

    expect(rowsOf(partly)[0]?.local).toBe('15 项');
    expect(factsOf(partly)[0]).toEqual({ label: '没查的', value: '不适用 2 · 没填 1' });
  });

  test('is handed in only when every photo is there and nobody holds it', () => {
    const whole = { ...received, photos: { total: 3, there: 3 } };
    const verdict = (view: ReceiptView): ReceiptView => ({
      ...view,
      receipt: received.receipt && { ...received.receipt, verdict: 'held' },
    });

    expect(headOf(whole).title).toBe('这次检查交完了');
    expect(headOf(kept).title).toBe('这次检查存好了');
    expect(headOf(received).title).toBe('检查单到了，照片还没到齐');
    expect(headOf(verdict(whole))).toMatchObject({ tone: 'warn', text: '' });
    expect(headOf(verdict(received))).toMatchObject({
      ...{ title: '服务器收下了，等安全办放行', text: '照片还在本机，放行后自动上传。' },
    });
  });

  test('counts photos and hazards up until both columns agree', () => {
    expect(column(received)).toEqual([
      ['form', '18 项', 'full'],
      ['photos', '1/3', 'part'],
      ['signature', '1 位', 'full'],
      ['hazards', '0/1', 'part'],
    ]);
  });

  test('of a form for two counts the second signature once it is there', () => {
    const signature = (second: string | null) =>
      column({ ...received, second }).find(([id]) => id === 'signature');

    expect(signature(null)).toEqual(['signature', '1 位', 'full']);
    expect(signature('')).toEqual(['signature', '1 位', 'full']);
    expect(signature('赵老师 · 11-22 10:20')).toEqual(['signature', '2 位', 'full']);
  });

  test('shows number and code as the server gave them', () => {
    const values = factsOf(received).map(({ value }) => value);

    expect(values).toContain('第 264 号');
    expect(values).toContain('3793 · 3FFC · 767E');
  });

  test('of a check without photos or failures has no empty rows', () => {
    const plain = { ...received, photos: { total: 0, there: 0 }, findings: [] };

    expect(column(plain).map(([id]) => id)).toEqual(['form', 'signature']);
  });
});
