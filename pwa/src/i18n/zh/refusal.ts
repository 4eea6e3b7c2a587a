// What the server or the line to it refused, by code, in Chinese.
export const refusal = {
  'problem.network.unreachable': '连不上服务器。检查网络，连上后再试。',
  'problem.network.timeout': '服务器太久没有回应。信号好的地方再试。',
  'problem.network.cut': '网络中断了。再试一次。',
  'problem.network.not_json': '连上的不是安巡服务器。可能要先登录校园无线网。',
};
