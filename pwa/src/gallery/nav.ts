// The places at the left of the gallery's two desk pages.
import type { Place } from '../ui/types';

export const office: Place[][] = [
  [
    { to: '/overview', label: '总览', icon: 'today' },
    { to: '/desk', label: '隐患', icon: 'alert', count: '23' },
    { to: '/list', label: '检查记录', icon: 'list' },
    { to: '/kitchen', label: '厨房', icon: 'kitchen' },
    { to: '/ledger', label: '台账与月报', icon: 'document' },
  ],
  [
    { to: '/points', label: '点位与标签', icon: 'pin' },
    { to: '/checklists', label: '检查表', icon: 'document' },
    { to: '/people', label: '人员与设备', icon: 'person' },
    { to: '/settings', label: '设置', icon: 'wrench' },
  ],
];
