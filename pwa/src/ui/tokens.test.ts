// Promises of tokens.css: every pair of colours we set text in can be read in the sun and at night.
import { describe, expect, test } from 'vitest';
import css from './tokens.css?raw';

type Palette = Map<string, string>;

function palette(block: string | undefined): Palette {
  const colours = (block ?? '').matchAll(/--([\w-]+): (#[0-9a-f]{6});/g);
  return new Map([...colours].map(([, name = '', hex = '']) => [name, hex]));
}

const [lightBlock, systemDarkBlock, chosenDarkBlock] = css.split(/color-scheme: \w+;/).slice(1);
const light = palette(lightBlock);
const dark = palette(systemDarkBlock);

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(colours: Palette, front: string, back: string): number {
  const [low = 0, high = 0] = [front, back]
    .map((name) => luminance(colours.get(name) ?? ''))
    .sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

// Front, back, and the least contrast: 7 for sentences, 6 for state words, 3 for a control's edge.
const pairs: [string, string, number][] = [
  ['ink', 'paper', 15],
  ['ink', 'card', 15],
  ['ink', 'sunk', 7],
  ['ink2', 'paper', 7],
  ['ink2', 'card', 7],
  ['ink2', 'sunk', 7],
  ['ink3', 'paper', 5.5],
  ['ink3', 'card', 6],
  ['edge', 'card', 3],
  ['edge', 'paper', 3],
  ['brand', 'card', 7],
  ['brand', 'paper', 7],
  ['on-solid', 'brand', 7],
  ['brand2', 'tint', 7],
  ['ok', 'paper', 6],
  ['on-solid', 'ok', 6.5],
  ['oki', 'okt', 7],
  ['bad', 'paper', 6],
  ['bad', 'card', 7],
  ['on-solid', 'bad', 7],
  ['badi', 'badt', 7],
  ['warn', 'paper', 6],
  ['warn', 'card', 6.5],
  ['warni', 'warnt', 7],
  ['mild', 'mildt', 6],
  ['onoff', 'off', 7],
  ['on-nav', 'nav', 7],
  ['on-nav2', 'nav', 7],
  ['brand2', 'card', 7],
];

describe.each([
  ['light', light],
  ['dark', dark],
])('%s', (_name, colours) => {
  test.each(pairs)('%s can be read on %s', (front, back, least) => {
    expect(contrast(colours, front, back)).toBeGreaterThanOrEqual(least);
  });
});

test('the dark theme is the same whether the system or the person chose it', () => {
  expect(palette(chosenDarkBlock)).toEqual(dark);
  expect([...dark.keys()]).toEqual([...light.keys()]);
});
