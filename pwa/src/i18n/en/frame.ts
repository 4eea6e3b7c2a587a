// Words around every screen: the strip, camera, scanner, signature and moments, in English.
import type { frame as zh } from '../zh/frame';

export const frame: Record<keyof typeof zh, string> = {
  'strip.connecting': 'Connecting',
  'strip.offline': 'Offline · {n} only on this phone, sent when back online',
  'strip.offlinePhotos': 'Offline · {n} photos still to send when back online',
  'strip.offlineHeld': 'Offline · {held}',
  'strip.offlineNothing': 'Offline · nothing waiting on this phone',
  'strip.syncing': 'Sending · {n} left',
  'strip.syncingBoth': 'Sending · {n} records, {photos} photos left',
  'strip.photos': 'Sending · {n} photos left',
  'strip.held': '{n} waiting for release by the safety office',
  'strip.heldPhotos': '{n} waiting for release · photos still on this phone',
  'strip.received': 'Server received all · {time}',
  'strip.nothing': 'Connected · nothing to send',
  'strip.refused': '{n} not accepted by the server, please look',
  'strip.signedOut': 'This device was retired or reported lost: ask the safety office',
  'strip.signedOutLeft':
    'This device was retired or reported lost: ask the safety office · {n} only here',

  'words.yesterday': 'yesterday {time}',
  'words.minutes': '{n} min',
  'words.hours': '{n} h',
  'words.days': '{n} days',

  'photo.live': 'Taken on site',
  'photo.camera': "Phone's camera",
  'photo.file': 'From the album',

  'camera.torch': 'Light',
  'camera.shoot': 'Take photo',
  'camera.done': 'Done',
  'camera.kept': '{n} kept on this phone',
  'camera.full': '{n} kept on this phone: no more than {n}',
  'camera.most': 'At most {n}',
  'camera.stamped': 'Time, point and name are put on the photo',
  'camera.phoneCamera': "Use the phone's camera",
  'camera.album': 'Choose from album',

  'sign.here': 'Write your full name above the line',
  'sign.blank': 'Not signed yet. Write your full name above the line.',
  'sign.sealed': 'Sealed with the content, the time and this device; it cannot be changed.',
  'sign.again': 'Again',
  'sign.done': 'Signed',

  'app.opening': 'Opening',
  'app.missingPart': 'This part is not on the phone yet; connect and try again',
  'app.missingPartText': 'What you filled in is still here.',
};
