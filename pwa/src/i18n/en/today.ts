// Words of the screen 今日, in English.
import type { today as zh } from '../zh/today';

export const today: Record<keyof typeof zh, string> = {
  'today.title': "Today's round",
};
