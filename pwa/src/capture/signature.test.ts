// A signature stays what it is with few enough points for the wire.
import { expect, test } from 'vitest';
import wire from '../wire/openapi.json';
import { drawing, isBlank } from './signature';

function scribble(points: number) {
  return Array.from({ length: points }, (_, at) => ({
    x: at * 1.3,
    y: 80 + 60 * Math.sin(at / 9),
  }));
}

test('a long scribble becomes at most 120 whole-numbered points with its ends kept', () => {
  const { strokes } = drawing([scribble(900), scribble(300)], 390.4, 300);

  const points = strokes.reduce((sum, stroke) => sum + stroke.length / 2, 0);
  expect(points).toBeLessThanOrEqual(120);
  expect(strokes).toHaveLength(2);
  expect(strokes[0]?.slice(0, 2)).toEqual([0, 80]);
  expect(strokes.flat().every(Number.isInteger)).toBe(true);
});

test('what the whole screen is filled with is never more than the server takes', () => {
  const { maxItems: most, items } = wire.components.schemas.Strokes.properties.strokes;
  const strokes = Array.from({ length: 500 }, () => scribble(40));

  expect(drawing(strokes, 1280, 800).strokes).toHaveLength(most);
  expect(drawing([scribble(5000)], 1280, 800).strokes[0]?.length).toBeLessThanOrEqual(
    items.maxItems,
  );
});

test('a dot is a stroke of two points, as the wire wants', () => {
  expect(drawing([[{ x: 5, y: 6 }]], 100, 100).strokes).toEqual([[5, 6, 0, 0]]);
});

test('after its first point a stroke is told in steps', () => {
  const stroke = [
    { x: 5.2, y: 60 },
    { x: 90, y: 6.4 },
    { x: 40, y: 80 },
  ];

  expect(drawing([stroke], 100, 100).strokes).toEqual([[5, 60, 85, -54, -50, 74]]);
});

test('a touch is no signature, a line is one', () => {
  expect(isBlank(drawing([], 100, 100))).toBe(true);
  expect(isBlank(drawing([[{ x: 5, y: 6 }]], 100, 100))).toBe(true);
  expect(isBlank(drawing([scribble(50)], 400, 300))).toBe(false);
});
