// Every text a person can read, in English; a missing or foreign key does not compile.
import type { zhCN } from './zh-CN';
import { common } from './en/common';
import { countersign } from './en/countersign';
import { desk } from './en/desk';
import { enrol } from './en/enrol';
import { form } from './en/form';
import { frame } from './en/frame';
import { hazard } from './en/hazard';
import { labels } from './en/labels';
import { me } from './en/me';
import { office } from './en/office';
import { point } from './en/point';
import { problem } from './en/problem';
import { receipt } from './en/receipt';
import { refusal } from './en/refusal';
import { rescue } from './en/rescue';
import { rows } from './en/rows';
import { steps } from './en/steps';
import { sync } from './en/sync';
import { today } from './en/today';

export const en: Record<keyof typeof zhCN, string> = {
  ...common,
  ...countersign,
  ...desk,
  ...enrol,
  ...form,
  ...frame,
  ...hazard,
  ...labels,
  ...me,
  ...office,
  ...point,
  ...problem,
  ...receipt,
  ...refusal,
  ...rescue,
  ...rows,
  ...steps,
  ...sync,
  ...today,
};
