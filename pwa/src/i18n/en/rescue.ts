// Words of the page that sends a rescue file, in English.
import type { rescue as zh } from '../zh/rescue';

export const rescue: Record<keyof typeof zh, string> = {
  'rescue.lead': 'A phone broke, is lost or cannot send: choose the file it exported under Sync.',
  'rescue.text':
    'Records carry their author’s signature, so whoever sends them, they stay the author’s; sent twice they count once. The file is only read: nothing of it stays on this device.',
  'rescue.choose': 'Choose a rescue file',
  'rescue.reading': 'Reading the file',
  'rescue.working': 'Sending {n}/{all}',
  'rescue.none': 'This is no rescue file, or it is too damaged to be read.',
  'rescue.noneText':
    'A rescue file is called anxun-rescue-….json. If the phone still works, export again under Sync.',
  'rescue.empty': 'The file holds no signed record.',
  'rescue.emptyText': 'A draft can only be finished on the phone it was begun on.',
  'rescue.cut': 'The file is not whole. {n} records could be read and were sent, no more.',
  'rescue.cutText': 'If the phone still works, export again and send that.',
  'rescue.stopped': 'Not finished: {why}',
  'rescue.stoppedText':
    'Connect and choose this file again: it goes on from here, and nothing counts twice.',
  'rescue.stranger': '{n} not taken: the server does not know the device that exported this file.',
  'rescue.strangerText':
    'The file is of another server, or the device was enrolled after the backup that was put back. Ask who gave you the file; if it is of your school, the person enrols again and checks again on the spot.',
  'rescue.refusedFor': '{n} not taken',
  'rescue.heldFor': '{n} wait for the safety office',
  'rescue.heldText':
    'Once released, send this file again: only then do the photos go up. Keep the file.',
  'rescue.waitingFor': '{n} wait for earlier ones; the server has not stored them',
  'rescue.waitingText':
    'Earlier records of the same phone have not arrived. If there is an earlier file, send it first, then this one; after five days they wait for the safety office instead. Keep the file.',
  'rescue.absent': '{n} photos are not in the file',
  'rescue.damaged': '{n} photos are damaged in the file and were not sent',
  'rescue.photoText':
    'If the phone still works, let it go online and send them itself. The records are taken; nothing is approved before the photos are there.',
  'rescue.photoRefused': '{n} photos are not taken by the server',
  'rescue.done': 'All that is in this file is on the server.',
  'rescue.doneText': 'The file may be deleted.',
  'rescue.own': 'Of this device',
  'rescue.ownText':
    'If records do not open or load for ever, export first: all that can be read goes into the file, and what cannot is counted.',
  'rescue.export': 'Export this device’s',
  'rescue.saved': 'Exported; everything could be read.',
  'rescue.damagedHere':
    'The storage of this device is damaged: {n} could not be read; the rest is in the exported file.',
  'rescue.damagedText':
    'Send the file as above, see under People and devices which numbers never came, and check again on the spot. Clear no browser data and keep Anxun.',
  'rescue.accepted': 'Taken now',
  'rescue.there': 'Received before',
  'rescue.held': 'Waits for the safety office',
  'rescue.waiting': 'Waits for earlier ones',
  'rescue.refused': 'Not taken',
  'rescue.unsent': 'Not sent yet',
  'rescue.photos': 'Photos sent',
  'rescue.count': '{n}',
};
