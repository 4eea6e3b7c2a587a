// A spare label is bound to its point on the spot.
import type { labels as zh } from '../zh/labels';

export const labels: Record<keyof typeof zh, string> = {
  'bind.title': 'Bind a label',
  'bind.text': 'This code has no point yet. If it is a spare label, choose where it hangs.',
  'bind.foreign':
    'Another school’s label cannot be bound; if a colleague has just bound it, update the points first.',
  'bind.where': 'At which point',
  'bind.sure': 'Bind {code} to “{point}”.',
  'bind.old': 'Its old label {codes} goes out of use: take it off.',
  'bind.do': 'Bind',
  'bind.other': 'Another point',
  'bind.reason': 'A spare label put up on the spot',
  'bind.done': 'Bound, kept on this phone',
  'bind.doneText':
    'The server confirms it once online; a new point can be checked then. If it could not be bound, “Sync” will tell you.',
  'bind.taken': 'This code has a point already.',
  'bind.addDo': 'Add the point and bind the label',
};
