// What the server or the line to it refused, by code, in Chinese.
export const refusal = {
  'problem.network.unreachable': '连不上服务器。检查网络，连上后再试。',
  'problem.network.timeout': '服务器太久没有回应。信号好的地方再试。',
  'problem.network.cut': '网络中断了。再试一次。',
  'problem.network.not_json': '连上的不是安巡服务器。可能要先登录校园无线网。',
  'problem.blob.forgotten':
    '服务器换回过旧数据。记录和照片都还在手机上，别删：先“导出”交给安全办，等管理员补传以后，再点“现在上传”。',
};
