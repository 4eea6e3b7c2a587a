// Every text a person can read, in Chinese: the master that English must match key by key.
import { common } from './zh/common';
import { enrol } from './zh/enrol';
import { frame } from './zh/frame';
import { problem } from './zh/problem';
import { hazard } from './zh/hazard';
import { today } from './zh/today';

export const zhCN = {
  ...common,
  ...enrol,
  ...frame,
  ...problem,
  ...hazard,
  ...today,
};
