// Words of a point's own page, in English.
import type { point as zh } from '../zh/point';

export const point: Record<keyof typeof zh, string> = {
  'point.title': 'Point',
  'point.choose': 'Choose a checklist',
  'point.others': 'Other checklists',
  'point.none': 'This point has no checklist yet. Ask the safety office.',
  'point.retired': 'This point is out of use.',
  'point.loading': 'Looking for this point',
  'point.scanned': 'Scanned on site',
  'point.typed': 'Code typed on site',
  'point.unscanned': 'Not scanned; this is recorded',
  'point.scanNow': 'Scan now',
  'point.today': 'Checked today at {time}',
  'point.due': '{slot}: not checked yet',
  'point.unfinished': 'Not finished',
  'point.last': 'Last {time}',
  'point.lastFailed': 'Last {time} · {n} failed',
  'point.never': 'Not inspected in the last 14 days',
  'point.open': 'Open hazards here',
};
