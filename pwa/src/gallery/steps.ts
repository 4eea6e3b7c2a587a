// The story of one hazard, for the gallery's phone and desk pages.
import type { Step } from '../ui/types';
import { drawingA, drawingB } from './pictures';

export const steps: Step[] = [
  {
    id: '1',
    eye: 'done',
    title: '查出并登记',
    lines: ['张老师 · 扫码到场'],
    time: '11-21 16:08',
    drawing: drawingA,
  },
  {
    id: '2',
    eye: 'done',
    title: '定为较大，下达整改',
    lines: ['分管副校长 · 3 天内改完', '措施：当天清空，门后划黄线禁放'],
    time: '11-21 17:20',
    drawing: drawingB,
  },
  {
    id: '3',
    eye: 'done',
    title: '整改完成',
    lines: ['李师傅 · 改后照片 2 张'],
    time: '11-23 08:40',
    drawing: drawingA,
  },
  {
    id: '4',
    eye: 'now',
    title: '等您到场复查',
    lines: ['须在 P-017 扫码；整改人不能复查'],
    time: '现在',
  },
  { id: '5', eye: 'empty', title: '校长审批' },
  { id: '6', eye: 'empty', title: '销号，30 天后回头看' },
];
