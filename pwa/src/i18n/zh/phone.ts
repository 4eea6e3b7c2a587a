// The Chinese texts of every screen that a phone shows; those of the desk alone come with its pages.
import { common } from './common';
import { countersign } from './countersign';
import { enrol } from './enrol';
import { form } from './form';
import { frame } from './frame';
import { hazard } from './hazard';
import { labels } from './labels';
import { me } from './me';
import { office } from './office';
import { point } from './point';
import { problem } from './problem';
import { receipt } from './receipt';
import { refusal } from './refusal';
import { rows } from './rows';
import { steps } from './steps';
import { sync } from './sync';
import { today } from './today';

export const phone = {
  ...common,
  ...countersign,
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
  ...rows,
  ...steps,
  ...sync,
  ...today,
};
