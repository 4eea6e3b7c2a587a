// Promises of the sheet preview: spent cells stay free of labels, and what does not fit goes on.
import { describe, expect, test } from 'vitest';
import { liveLabels, PAPERS, sheet } from './labels';

const eight = PAPERS.find(({ id }) => id === 'a4-8') ?? { id: '', columns: 2, rows: 4 };

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

test('a label out of use does not count', () => {
  const labels = [
    { code: 'A', void: true },
    { code: 'B', void: false },
  ];
  expect(liveLabels({ labels })).toEqual(['B']);
});
