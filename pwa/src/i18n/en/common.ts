// Words that many screens share, in English.
import type { common as zh } from '../zh/common';

export const common: Record<keyof typeof zh, string> = {
  'common.back': 'Back',
  'common.close': 'Close',
  'common.retry': 'Try again',

  'grade.general': 'General',
  'grade.larger': 'Serious',
  'grade.major': 'Major',
  'grade.none': 'Not graded',
};
