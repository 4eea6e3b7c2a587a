// Why something did not work and what now, by code, in English.
import type { problem as zh } from '../zh/problem';

export const problem: Record<keyof typeof zh, string> = {
  'problem.unexplained':
    'The server gave no reason. Ask the safety office; the record is still on this phone.',
  'problem.unknown':
    'The server did not accept it ({code}). Ask the safety office; the record is still on this phone.',
  'problem.network.unreachable': 'The server cannot be reached. Check the network and try again.',
  'problem.network.timeout': 'The server took too long. Try again where the signal is better.',
  'problem.network.cut': 'The connection broke. Try again.',
  'problem.network.not_json':
    'This is not the Anxun server. The campus network may want a log-in first.',
  'problem.store.full': 'The phone is almost full. Connect and send first, then free some space.',
  'problem.store.newer': 'Anxun was updated. Close its other tabs and open it again.',
  'problem.store.closed': "The phone's storage did not answer. Try again, or reopen Anxun.",
  'problem.store.photo_broken': 'The photo was not kept. Please take it again.',
  'problem.account.locked': 'The account is locked. Enter the PIN to go on.',
  'problem.account.no_key':
    "This phone's signing key is gone. Ask the safety office for a new invitation.",
  'problem.camera.denied': 'The camera is not allowed. Allow it in settings, or use the way below.',
  'problem.camera.absent': 'There is no camera here. Use the way below.',
  'problem.camera.busy': 'Another app holds the camera. Close it, or use the way below.',
  'problem.camera.no_picture': 'This picture cannot be read. Choose another or use the camera.',
  'problem.op.signature':
    'The signature does not hold; the server cannot prove it was you. Export it and give it to the safety office.',
  'problem.op.device_unknown':
    'The server does not know this device. Ask for a new invitation, then export this record for the safety office.',
  'problem.op.device_lost':
    'This device was reported lost. The safety office has to release the record.',
  'problem.op.id_reused': 'The number was used before. Export it and give it to the safety office.',
  'problem.op.malformed_body':
    'The content is malformed. Export it and give it to the safety office.',
  'problem.op.malformed': 'The content is malformed. Export it and give it to the safety office.',
  'problem.op.forbidden': 'Your role may not do this. Ask the safety office to check your role.',
  'problem.op.too_old': 'Sent more than 14 days later; the safety office has to release it.',
  'problem.op.private':
    'The signature or protected text does not match. Export it and give it to the safety office.',
  'problem.op.chain':
    "This device's order of records is broken. Export it and give it to the safety office.",
  'problem.op.seq_reused':
    "This device's order of records is doubled. Export it and give it to the safety office.",
  'problem.op.waiting_for_earlier': 'Waits for earlier records and is sent again by itself.',
  'problem.op.unknown':
    'The server is older and does not know this kind yet. It is sent again after its upgrade.',
};
