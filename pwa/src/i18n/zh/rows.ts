// Words of what is checked one by one in a form, in Chinese.
export const rows = {
  'rows.add': '再加一个{what}',
  'rows.first': '加一个{what}',
  'rows.name': '第 {n} 个{what}',
  'rows.apart': '姓名单独存放，可删除',
  'rows.remove': '删掉这个{what}',
  'rows.removeSure': '删掉，填的也删',
  'rows.lacksName': '还没写名称',
  'rows.twice': '和另一个重名，请区分开',
  'rows.lacksOne': '至少加一个{what}',
  'rows.full': '最多 {n} 个',
  'rows.last': '上次的{what}，点一下加上',
  'rows.lastAll': '都加上（{n}）',
  'rows.difference': '自动算出',
  'rows.nth': '第 {n} 个',
};
