// Printing labels, putting printers right, spare labels and binding them on the spot.
import type { labels as zh } from '../zh/labels';

export const labels: Record<keyof typeof zh, string> = {
  'print.paper': 'A4 stickers, {n} a sheet ({width}×{height} mm)',
  'print.thermal': 'Thermal label {width}×{height} mm',
  'print.printer': 'Printer',
  'print.plainPrinter': 'A printer not calibrated',
  'print.crooked': 'Printed off the mark? Calibrate',
  'calibrate.text':
    'Print the calibration page on plain paper (thermal: on one label) at “actual size” (100%). Measure the cross with a ruler and type what you measure.',
  'calibrate.print': 'Print the calibration page',
  'calibrate.across': 'Cross to the left edge (mm)',
  'calibrate.down': 'Cross to the top edge (mm)',
  'calibrate.should': '{mm} when exact',
  'calibrate.wrong': 'Type the millimetres measured, such as 48.5.',
  'calibrate.name': 'Name this printer',
  'calibrate.nameHint': 'Kept on this computer, such as “Office printer”',
  'calibrate.nameMissing': 'Give it a name to choose it by.',
  'spare.title': 'Spare labels',
  'spare.text':
    'Printed now, kept in a drawer. When a label is torn or a point is new, the safety office scans one on the spot with the phone and binds it, offline too.',
  'spare.count': 'How many',
  'spare.wrong': 'Type 1 to {n}.',
  'spare.do': 'Print spare labels: {n}',
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
