// Words of a point's own page, in Chinese.
export const point = {
  'point.title': '点位',
  'point.choose': '选一张检查表',
  'point.others': '其他检查表',
  'point.none': '这个点位还没有检查表。请安全办添加。',
  'point.retired': '这个点位已停用。',
  'point.loading': '正在找这个点位',
  'point.scanned': '已扫码到场',
  'point.typed': '已输入编号到场',
  'point.unscanned': '没有扫码，会记为“未扫码”',
  'point.scanNow': '去扫码',
  'point.today': '今天 {time} 查过了',
  'point.unfinished': '有没填完的',
  'point.last': '上次 {time}',
  'point.lastFailed': '上次 {time} · {n} 项不合格',
  'point.never': '14 天内没有检查过',
  'point.open': '这里没办结的隐患',
};
