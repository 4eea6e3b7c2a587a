// Words that many screens share, in English.
import type { common as zh } from '../zh/common';

export const common: Record<keyof typeof zh, string> = {
  'common.appName': 'Anxun',
  'common.back': 'Back',
  'common.close': 'Close',
  'common.retry': 'Try again',
  'common.required': 'Required',

  'grade.general': 'General',
  'grade.larger': 'Serious',
  'grade.major': 'Major',
  'grade.none': 'Not graded',
};
