// The Chinese texts of the way from a label to a filled form: they come with the app itself.
import { common } from './common';
import { form } from './form';
import { frame } from './frame';
import { problem } from './problem';

export const near = { ...common, ...form, ...frame, ...problem };
