// Promises of a measured number: the sentence names the difference, and the bar shows band and value.
import { describe, expect, test } from 'vitest';
import type { NumberField } from '../../domain/checklist';
import { unitWord } from '../words';
import { bandOf, beyond, isFarOff, scaleOf, type Band } from './measure';

const field = (fail_when?: NumberField['fail_when']): NumberField => ({
  key: 'temperature',
  type: 'number',
  unit: '℃',
  step: 0.5,
  ...(fail_when && { fail_when }),
});

describe('a measured number', () => {
  test('beyond its band says by how much, without the noise of binary fractions', () => {
    expect(beyond({ from: 0, to: 8 }, 8.3, '℃')).toBe('高出上限 0.3 ℃，按不合格记');
    expect(beyond({ from: 70 }, 66.5, '℃')).toBe('低于下限 3.5 ℃，按不合格记');
  });

  test('that counts says how many too many or too few', () => {
    expect(beyond({ to: 0 }, 2, '')).toBe('比要求多 2，按不合格记');
    expect(beyond({ from: 6 }, 5, '')).toBe('比要求少 1，按不合格记');
  });

  test('within its band or on its bound says nothing', () => {
    expect(beyond({ from: 0, to: 8 }, 8, '℃')).toBe('');
    expect(beyond({ to: -12 }, -18, '℃')).toBe('');
  });

  test.each([
    [field({ outside: { min: 0, max: 8 } }), { from: 0, to: 8 }],
    [field({ above: { max: -12 } }), { to: -12 }],
    [field({ below: { min: 125 } }), { from: 125 }],
    [field(), null],
  ])('has the band of its rule', (of, band) => {
    expect(bandOf(of)).toEqual(band);
  });

  test.each<[Band, number | null]>([
    [{ from: 0, to: 8 }, 11.5],
    [{ to: -12 }, -3],
    [{ from: 125 }, 80],
    [{ to: 0 }, null],
  ])('always lies on its bar together with the band', (band, value) => {
    const scale = scaleOf(band, value);
    for (const at of [band.from, band.to, value ?? undefined]) {
      if (at === undefined) continue;
      expect(at).toBeGreaterThan(scale.from);
      expect(at).toBeLessThan(scale.to);
    }
  });

  test.each<[Band, number, string, boolean]>([
    [{ from: 0, to: 8 }, 45, '℃', false],
    [{ from: 0, to: 8 }, 450, '℃', true],
    [{ to: -12 }, -18, '℃', false],
    [{ to: -12 }, -180, '℃', true],
    [{ from: 70 }, 725, '℃', true],
    [{ from: 125 }, 800, 'g', false],
  ])('of %o is doubted at %d %s: %s', (band, value, unit, doubted) => {
    expect(isFarOff(band, value, unit)).toBe(doubted);
  });

  test('has its unit in the language of who reads it', () => {
    expect(unitWord('min')).toBe('分钟');
    expect(unitWord('h')).toBe('小时');
    expect(unitWord('℃')).toBe('℃');
  });
});
