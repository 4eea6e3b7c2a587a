// Promises of the sheet preview: spent cells stay free of labels, and what does not fit goes on.
import { describe, expect, test } from 'vitest';
import { liveLabels, offset, paperOf, PAPERS, sheet } from './labels';

const eight = paperOf('a4-8');

describe('a sheet', () => {
  test('starts at the chosen cell', () => {
    const { first, sheets } = sheet(eight, 2, ['门卫', '食堂']);

    expect(first.map(({ state }) => state)).toEqual([
      ...['spent', 'spent'],
      ...['label', 'label'],
      ...['free', 'free', 'free', 'free'],
    ]);
    expect(first[2]?.name).toBe('门卫');
    expect(sheets).toBe(1);
  });

  test('goes on to another one when it is full', () => {
    expect(sheet(eight, 7, ['一', '二']).sheets).toBe(2);
  });
});

test('a thermal printer has one label a page', () => {
  expect(sheet(paperOf('50x30'), 0, ['一', '二', '三']).sheets).toBe(3);
  expect(PAPERS.map(({ id }) => id)).toEqual(['a4-24', 'a4-21', 'a4-14', 'a4-8', '50x30', '40x60']);
});

test('a label out of use does not count', () => {
  const labels = [
    { code: 'A', void: true },
    { code: 'B', void: false },
  ];
  expect(liveLabels({ labels })).toEqual(['B']);
});

test('what was measured says how far to print on', () => {
  expect(offset(50, '48.5')).toBe(1.5);
  expect(offset(50, '51。2')).toBe(-1.2);
  expect(offset(15, '１５')).toBe(0);
  for (const slip of ['', 'x', '-3', '90', '1.234']) expect(offset(50, slip)).toBeNull();
});
