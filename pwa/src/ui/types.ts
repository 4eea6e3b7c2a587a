// Words that several components of the kit share.
export type Tone = 'plain' | 'now' | 'ok' | 'warn' | 'bad';
export type EyeState = 'empty' | 'now' | 'done' | 'broken' | 'missed' | 'rest';
export type GradeName = 'general' | 'larger' | 'major';

export interface Picture {
  id: string;
  url: string;
  alt: string;
  // Time and person, shown on the picture's foot.
  caption?: string;
}

// Flat lists of x, y, x, y …, as the pad recorded them.
export interface StrokeDrawing {
  width: number;
  height: number;
  strokes: number[][];
}

export interface Option {
  value: string;
  label: string;
  note?: string;
}
