// Words of the page that sends a rescue file, in Chinese; it comes with the words of the desk.
export const rescue = {
  'rescue.lead': '手机坏了、丢了、传不上去：选它在“同步”里导出的文件。',
  'rescue.text':
    '记录带着本人的签章，谁来传都算本人的；传几遍也只算一份。文件只读不存，这台设备上什么也不留。',
  'rescue.choose': '选救援文件',
  'rescue.reading': '正在读文件',
  'rescue.working': '正在补传 {n}/{all}',
  'rescue.none': '这不是救援文件，或者坏得读不出来。',
  'rescue.noneText': '救援文件叫 anxun-rescue-….json。手机还能用，请本人在“同步”里再导出一份。',
  'rescue.empty': '文件里没有签过名的记录。',
  'rescue.emptyText': '没填完的草稿不能补传，只能在原来的手机上接着填。',
  'rescue.cut': '文件不完整。读得出 {n} 份，都送去了，其余的读不出。',
  'rescue.cutText': '手机还能用，请本人再导出一份，再传一遍。',
  'rescue.stopped': '没传完：{why}',
  'rescue.stoppedText': '连上网，再选一次这个文件，就接着传。收下的不会重复。',
  'rescue.stranger': '{n} 份没收下：服务器不认识导出文件的那台设备。',
  'rescue.strangerText':
    '文件是别的服务器上的，或者那台设备是换回旧备份之前登记的。先问清文件是谁给的；是自己学校的，就请本人重新登记，到现场再查一遍。',
  'rescue.refusedFor': '{n} 份没收下',
  'rescue.heldFor': '{n} 份等安全办放行',
  'rescue.heldText': '放行以后，把这份文件再传一遍，照片才会上去。文件先别删。',
  'rescue.waitingFor': '{n} 份等前面的先到，服务器还没存',
  'rescue.waitingText':
    '同一台手机更早的记录还没到。有更早的文件就先传，再传这一份；满五天再传，就转为等安全办放行。文件先别删。',
  'rescue.absent': '{n} 张照片文件里没有',
  'rescue.damaged': '{n} 张照片在文件里坏了，没有传',
  'rescue.photoText':
    '原来的手机还能用，就让它连上网自己传。记录已经收下，照片没到齐之前不能审批。',
  'rescue.photoRefused': '{n} 张照片服务器不收',
  'rescue.done': '这份文件里的都在服务器上了。',
  'rescue.doneText': '文件可以删了。',
  'rescue.own': '这台设备自己的',
  'rescue.ownText':
    '记录打不开、一直在读，就先导出：读得出的记录和照片都在文件里，读不出的有几条也会写明。',
  'rescue.export': '导出这台设备的',
  'rescue.saved': '已导出，都读得出来。',
  'rescue.damagedHere': '这台设备的存储坏了：{n} 条读不出来，其余的都在导出的文件里。',
  'rescue.damagedText':
    '用上面的办法把文件传上去，再看“人员与设备”里第几号没到，到现场重查。先别清理浏览器数据，别删安巡。',
  'rescue.accepted': '这次收下',
  'rescue.there': '早就收到过',
  'rescue.held': '等安全办放行',
  'rescue.waiting': '等前面的先到',
  'rescue.refused': '没收下',
  'rescue.unsent': '还没送',
  'rescue.photos': '传上照片',
  'rescue.count': '{n} 份',
};
