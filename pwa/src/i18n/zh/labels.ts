// 在现场把备用标签绑到点位上。
export const labels = {
  'bind.title': '绑定标签',
  'bind.text': '这个编号还没有点位。是备用标签，就选它贴在哪里。',
  'bind.foreign': '别的学校的标签绑不上；同事刚绑过的，先更新点位。',
  'bind.where': '贴在哪个点位',
  'bind.sure': '把 {code} 绑到“{point}”。',
  'bind.old': '原来的标签 {codes} 停用，请撕下来。',
  'bind.do': '绑定',
  'bind.other': '换一个点位',
  'bind.reason': '现场换上备用标签',
  'bind.done': '已绑定，存在本机',
  'bind.doneText': '连上网由服务器确认，新点位确认后才能检查。没绑上会在“同步”里告诉您。',
  'bind.taken': '这个编号已有点位。',
  'bind.addDo': '加上点位，绑定标签',
};
