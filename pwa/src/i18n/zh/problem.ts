// Why something did not work and what now, by code, in Chinese.
export const problem = {
  'problem.unexplained': '服务器没有说明原因。请联系安全办，记录还在本机。',
  'problem.unknown': '服务器没收下（{code}）。请联系安全办，记录还在本机。',
  'problem.store.full': '手机快存满了。先连网上传，再清理手机空间。',
  'problem.store.newer': '安巡已更新。关掉其他安巡页面，再打开。',
  'problem.store.closed': '本机存储没有响应。再试一次，不行就重新打开安巡。',
  'problem.store.damaged': '本机有记录读不出来。到“我的”→“补传救援文件”，先导出。',
  'problem.store.photo_broken': '照片没存好，请重拍一张。',
  'problem.form.unfinished': '还有没填完的项，可能刚过零点。返回检查表，按提示补上再交。',
  'problem.account.locked': '账号已锁定。输入密码再继续。',
  'problem.account.no_key': '本机的签名钥匙不见了。请安全办重新发邀请码。',
  'problem.camera.denied': '相机打不开。到设置里允许相机，或用下面的办法。',
  'problem.camera.absent': '这里用不了相机。用下面的办法。',
  'problem.camera.busy': '相机正被别的应用占用。关掉它再试，或用下面的办法。',
  'problem.camera.no_picture': '这张照片读不出来。换一张，或用相机拍。',
};
