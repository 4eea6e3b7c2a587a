// The lines burned into the foot of a photo: school, point, time, name.

/** Both kinds of canvas draw alike. */
export type Pen = Pick<
  CanvasRenderingContext2D,
  'fillRect' | 'fillText' | 'measureText' | 'fillStyle' | 'font' | 'textBaseline'
>;

export function stamp(pen: Pen, width: number, height: number, lines: readonly string[]): void {
  if (lines.length === 0) return;
  const size = Math.max(14, Math.round(Math.min(width, height) / 36));
  const gap = Math.round(size * 0.5);
  pen.font = `600 ${size}px "Noto Sans SC", "PingFang SC", sans-serif`;
  pen.textBaseline = 'top';
  const wrapped = lines.flatMap((line) => wrap(pen, line, width - 2 * gap));
  const tall = wrapped.length * (size + gap) + gap;
  pen.fillStyle = 'rgba(0, 0, 0, 0.55)';
  pen.fillRect(0, height - tall, width, tall);
  pen.fillStyle = '#FFFFFF';
  wrapped.forEach((line, at) => {
    pen.fillText(line, gap, height - tall + gap + at * (size + gap));
  });
}

/** A long point name goes on in the next line: evidence is never cut. */
function wrap(pen: Pen, line: string, room: number): string[] {
  const rows = [''];
  for (const letter of line) {
    const row = (rows[rows.length - 1] ?? '') + letter;
    if (pen.measureText(row).width > room && row.length > 1) rows.push(letter);
    else rows[rows.length - 1] = row;
  }
  return rows;
}
