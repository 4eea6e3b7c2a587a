// Words of the screen 今日, in Chinese.
export const today = {
  'today.title': '今日巡查',
};
