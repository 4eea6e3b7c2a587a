// Every text a person can read, in Chinese: the master that English must match key by key.
import { desk } from './zh/desk';
import { phone } from './zh/phone';
import { rescue } from './zh/rescue';

export const zhCN = { ...desk, ...rescue, ...phone };
