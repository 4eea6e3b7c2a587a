// Drawn stand-ins for photos and signatures, so that the gallery needs no files.
import type { Picture, StrokeDrawing } from '../ui/types';

function drawn(shapes: string): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 120" preserveAspectRatio="xMidYMid slice"><rect width="160" height="120" fill="#cfcabc"/><path d="M0 84h160v36H0z" fill="#6f8a83"/><path d="M58 30h44v62H58z" fill="#9bb4b6" stroke="#5d7476" stroke-width="3"/><path d="M80 30v62" stroke="#5d7476" stroke-width="2"/><path d="M66 16h28v9H66z" fill="#2f8f57"/>${shapes}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

export const blocked: Picture = {
  id: 'blocked',
  url: drawn('<path d="M44 66h34v34H44zM74 76h30v26H74z" fill="#b88a4f" stroke="#7d5a2e"/>'),
  alt: '安全出口前堆着纸箱',
  caption: '11-21 16:08 · 张老师',
};

export const cleared: Picture = {
  id: 'cleared',
  url: drawn('<path d="M52 100l6-10h44l6 10z" fill="none" stroke="#e3b23c" stroke-width="3"/>'),
  alt: '安全出口已清空，画了黄线',
  caption: '11-23 08:40 · 李师傅',
};

export const drawingA: StrokeDrawing = {
  width: 300,
  height: 200,
  strokes: [
    [20, 120, 20, -60, 20, -10, -8, 60, 22, -50, 22, -8, -6, 60, 40, -42, -10, 30, 80, -40],
  ],
};

export const drawingB: StrokeDrawing = {
  width: 300,
  height: 200,
  strokes: [
    [20, 60, 90, -12],
    [66, 20, -26, 110],
    [24, 96, 76, -12],
    [120, 50, -24, 70, 54, -60, -4, 52, 44, -16, 10, 24],
  ],
};
