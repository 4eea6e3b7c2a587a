// Words that many screens share, in Chinese.
export const common = {
  'common.back': '返回',
  'common.close': '关闭',
  'common.retry': '再试一次',

  'grade.general': '一般',
  'grade.larger': '较大',
  'grade.major': '重大',
  'grade.none': '未定级',
};
