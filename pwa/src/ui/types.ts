// What the pieces of the kit are given, for screens that prepare it.
import type { IconName } from './icons';

export type Tone = 'plain' | 'now' | 'ok' | 'warn' | 'bad';
export type EyeState = 'empty' | 'now' | 'done' | 'broken' | 'missed' | 'rest';
export type GradeName = 'general' | 'larger' | 'major';

export interface Picture {
  id: string;
  url: string;
  alt: string;
  // Time and person, shown on the picture's foot.
  caption?: string;
  // What took it; one that was not taken here and now is said on the picture too.
  source?: { label: string; isDoubtful: boolean };
  // Said in a grey frame while the photo cannot be shown, such as 照片还没到.
  absent?: string;
}

// Of each stroke its first x, y, then the step to each next point: an SVG path that begins with `m`.
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

export interface CoverageRow {
  id: string;
  name: string;
  to?: string;
  // As many as there are days; the label is read aloud.
  days: { eye: EyeState; label: string }[];
  share: string;
  low?: boolean;
}

export interface Column {
  key: string;
  label: string;
  // The one column whose cell opens the row by keyboard.
  main?: boolean;
  right?: boolean;
  width?: string;
}

export interface Filter {
  id: string;
  label: string;
  value: string;
  // The first option is the neutral one, such as 全部.
  options: Option[];
}

export interface Fact {
  label: string;
  value: string;
  strong?: boolean;
}

export interface ReceiptRow {
  id: string;
  icon: IconName;
  label: string;
  local: string;
  server: string;
  // `part` counts up, `none` means the server has said nothing yet.
  state: 'full' | 'part' | 'none';
}

export interface Stop {
  id: string;
  to: string;
  eye: EyeState;
  name: string;
  meta: string;
  state: { icon: IconName; label: string; tone?: Tone };
}

export interface Section {
  id: string;
  label: string;
  done: number;
  total: number;
}

export type Answered = 'pass' | 'fail' | 'na';

export interface Place {
  to: string;
  label: string;
  icon: IconName;
  count?: string;
  // How much waits there for a decision.
  waits?: number;
}

export interface Stat {
  id: string;
  label: string;
  value: string;
  // What stands small behind the value, such as /1284 处.
  of?: string;
  note?: string;
  tone?: Tone;
}

export type StripState = 'offline' | 'syncing' | 'waits' | 'received' | 'refused';

export interface Tab {
  to: string;
  label: string;
  icon: IconName;
  // Only for what failed or is overdue: the badge is red.
  badge?: number;
}

export interface View {
  id: string;
  label: string;
  count?: number;
  bad?: boolean;
}

export interface Step {
  id: string;
  eye: EyeState;
  title: string;
  // Who, how they proved presence, what was decided: one short line each.
  lines?: string[];
  time?: string;
  drawing?: StrokeDrawing;
  photos?: Picture[];
}
