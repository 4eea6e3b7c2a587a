// Believable rows for the gallery's table.
import type { IconName } from '../ui/icons';
import type { GradeName, Tone } from '../ui/types';

interface HazardRow {
  id: string;
  what: string;
  where: string;
  grade: GradeName;
  owner: string;
  left: string;
  late?: boolean;
  step: { icon: IconName; label: string; tone: Tone };
  group?: string;
}

const approve = { icon: 'inbox', label: '待校长审批', tone: 'now' } as const;
const fixing = { icon: 'wrench', label: '整改中', tone: 'warn' } as const;
const recheck = { icon: 'clock', label: '待复查', tone: 'now' } as const;
const nobody = { icon: 'person', label: '待指定责任人', tone: 'bad' } as const;

export const hazards: HazardRow[] = [
  {
    id: '0151',
    what: '燃气软管老化开裂，已关阀停用',
    where: '第一食堂后厨',
    grade: 'major',
    owner: '李师傅',
    left: '超 1 天',
    late: true,
    step: approve,
    group: '已逾期',
  },
  {
    id: '0139',
    what: '配电箱门缺锁，箱内积灰',
    where: '实验楼一层配电间',
    grade: 'general',
    owner: '陈师傅',
    left: '超 3 天',
    late: true,
    step: fixing,
    group: '已逾期',
  },
  {
    id: '0147',
    what: '安全出口被纸箱和课桌堵住',
    where: '三号教学楼二层东侧安全出口',
    grade: 'larger',
    owner: '李师傅',
    left: '剩 1 天 6 时',
    step: recheck,
    group: '7 天内到期',
  },
  {
    id: '0149',
    what: '冷藏柜 11.5 ℃，高出上限',
    where: '第一食堂后厨',
    grade: 'larger',
    owner: '赵师傅',
    left: '剩 22 时',
    step: fixing,
    group: '7 天内到期',
  },
  {
    id: '0146',
    what: '危化品柜双锁缺一把',
    where: '化学实验室危化品储存柜',
    grade: 'larger',
    owner: '何老师',
    left: '剩 2 天',
    step: approve,
    group: '7 天内到期',
  },
  {
    id: '0150',
    what: '挡鼠板只有 45 厘米',
    where: '第二食堂库房',
    grade: 'general',
    owner: '赵师傅',
    left: '剩 2 天',
    step: fixing,
    group: '7 天内到期',
  },
  {
    id: '0143',
    what: '应急灯不亮（2 处）',
    where: '学生公寓一号楼（女生）楼梯间',
    grade: 'general',
    owner: '陈师傅',
    left: '剩 2 天',
    step: approve,
    group: '7 天内到期',
  },
  {
    id: '0148',
    what: '单杠地脚螺栓松动，已围挡',
    where: '操场西侧器材区',
    grade: 'larger',
    owner: '未指定',
    left: '剩 6 天',
    step: nobody,
    group: '7 天内到期',
  },
  {
    id: '0144',
    what: '一键报警测试无回音',
    where: '校门与门卫值班室',
    grade: 'larger',
    owner: '保安队长',
    left: '剩 6 天',
    step: fixing,
    group: '7 天内到期',
  },
];
