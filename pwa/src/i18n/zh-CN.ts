// Every text a person can read, in Chinese: the master that English must match key by key.
import { common } from './zh/common';
import { countersign } from './zh/countersign';
import { desk } from './zh/desk';
import { enrol } from './zh/enrol';
import { form } from './zh/form';
import { frame } from './zh/frame';
import { hazard } from './zh/hazard';
import { labels } from './zh/labels';
import { me } from './zh/me';
import { point } from './zh/point';
import { problem } from './zh/problem';
import { receipt } from './zh/receipt';
import { refusal } from './zh/refusal';
import { rows } from './zh/rows';
import { steps } from './zh/steps';
import { sync } from './zh/sync';
import { today } from './zh/today';

export const zhCN = {
  ...common,
  ...countersign,
  ...desk,
  ...enrol,
  ...form,
  ...frame,
  ...hazard,
  ...labels,
  ...me,
  ...point,
  ...problem,
  ...receipt,
  ...refusal,
  ...rows,
  ...steps,
  ...sync,
  ...today,
};
