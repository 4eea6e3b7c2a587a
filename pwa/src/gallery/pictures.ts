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
    [20, 120, 40, 60, 60, 50, 52, 110, 74, 60, 96, 52, 90, 112, 130, 70, 120, 100, 200, 60],
  ],
};

export const drawingB: StrokeDrawing = {
  width: 300,
  height: 200,
  strokes: [
    [20, 60, 110, 48],
    [66, 20, 40, 130],
    [24, 96, 100, 84],
    [120, 50, 96, 120, 150, 60, 146, 112, 190, 96, 200, 120],
  ],
};
