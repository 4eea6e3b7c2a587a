// Every text a person can read, in English; a missing or foreign key does not compile.
import type { zhCN } from './zh-CN';
import { common } from './en/common';
import { enrol } from './en/enrol';
import { frame } from './en/frame';
import { problem } from './en/problem';
import { hazard } from './en/hazard';
import { today } from './en/today';

export const en: Record<keyof typeof zhCN, string> = {
  ...common,
  ...enrol,
  ...frame,
  ...problem,
  ...hazard,
  ...today,
};
