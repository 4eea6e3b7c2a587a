// Turns what a finger drew into the few integers that the wire carries.
import type { Drawing } from '../wire/wire';

export interface Dot {
  x: number;
  y: number;
}

const MOST_POINTS = 120;
/** Shorter than this in both directions is a touch, not a signature. */
const LEAST_SPAN = 24;

/** Strokes as signature_pad's `toData().map(({ points }) => points)` gives them. */
export function drawing(
  strokes: readonly (readonly Dot[])[],
  width: number,
  height: number,
): Drawing {
  const drawn = strokes.map((stroke) =>
    stroke.length === 1 ? [...stroke, ...stroke] : [...stroke],
  );
  return {
    width: Math.round(width),
    height: Math.round(height),
    strokes: lean(drawn.filter((stroke) => stroke.length > 1)).map((stroke) =>
      steps(stroke.map(({ x, y }) => ({ x: Math.round(x), y: Math.round(y) }))),
    ),
  };
}

/** The first point, then how far each next one is from the one before: half the bytes of places. */
function steps(stroke: readonly Dot[]): number[] {
  return stroke.flatMap(({ x, y }, at) => {
    const before = stroke[at - 1] ?? { x: 0, y: 0 };
    return [x - before.x, y - before.y];
  });
}

export function isBlank({ strokes }: Drawing): boolean {
  const xs = strokes.flatMap((stroke) => walked(stroke.filter((_, at) => at % 2 === 0)));
  const ys = strokes.flatMap((stroke) => walked(stroke.filter((_, at) => at % 2 === 1)));
  return span(xs) < LEAST_SPAN && span(ys) < LEAST_SPAN;
}

function walked(taken: readonly number[]): number[] {
  let reached = 0;
  return taken.map((step) => (reached += step));
}

function span(values: readonly number[]): number {
  return values.length === 0 ? 0 : Math.max(...values) - Math.min(...values);
}

/** Coarser until all strokes together fit; each keeps its two ends. */
function lean(strokes: Dot[][]): Dot[][] {
  let tolerance = 0.7;
  let simpler = strokes.map((stroke) => simplified(stroke, tolerance));
  while (count(simpler) > MOST_POINTS && count(simpler) > 2 * simpler.length) {
    tolerance *= 1.4;
    simpler = strokes.map((stroke) => simplified(stroke, tolerance));
  }
  return simpler.slice(0, MOST_POINTS / 2);
}

function count(strokes: readonly Dot[][]): number {
  return strokes.reduce((sum, stroke) => sum + stroke.length, 0);
}

/** Ramer–Douglas–Peucker: drops what lies closer to the straight line than the tolerance. */
function simplified(stroke: Dot[], tolerance: number): Dot[] {
  const first = stroke[0];
  const last = stroke[stroke.length - 1];
  if (!first || !last || stroke.length <= 2) return stroke;
  const distances = stroke.map((dot) => distance(dot, first, last));
  const widest = Math.max(...distances);
  if (widest <= tolerance) return [first, last];
  const at = distances.indexOf(widest);
  return [
    ...simplified(stroke.slice(0, at + 1), tolerance).slice(0, -1),
    ...simplified(stroke.slice(at), tolerance),
  ];
}

function distance(dot: Dot, from: Dot, to: Dot): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy);
  if (length === 0) return Math.hypot(dot.x - from.x, dot.y - from.y);
  return Math.abs(dy * (dot.x - from.x) - dx * (dot.y - from.y)) / length;
}
