// Every text a person can read, in Chinese: the master that English must match key by key.
import { common } from './zh/common';
import { hazard } from './zh/hazard';
import { today } from './zh/today';

export const zhCN = {
  ...common,
  ...hazard,
  ...today,
};
