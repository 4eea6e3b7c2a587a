// Why something did not work and what now, by code, in English.
import type { problem as zh } from '../zh/problem';

export const problem: Record<keyof typeof zh, string> = {
  'problem.unexplained':
    'The server gave no reason. Ask the safety office; the record is still on this phone.',
  'problem.unknown':
    'The server did not accept it ({code}). Ask the safety office; the record is still on this phone.',
  'problem.store.full': 'The phone is almost full. Connect and send first, then free some space.',
  'problem.store.newer': 'Anxun was updated. Close its other tabs and open it again.',
  'problem.store.closed': "The phone's storage did not answer. Try again, or reopen Anxun.",
  'problem.store.damaged':
    'Some records on this phone cannot be read. Export first, under Me → Send a rescue file.',
  'problem.store.photo_broken': 'The photo was not kept. Please take it again.',
  'problem.form.unfinished':
    'Something is still missing, perhaps because it is past midnight. Go back to the form and complete it.',
  'problem.account.locked': 'The account is locked. Enter the PIN to go on.',
  'problem.account.no_key':
    "This phone's signing key is gone. Ask the safety office for a new invitation.",
  'problem.camera.denied': 'The camera is not allowed. Allow it in settings, or use the way below.',
  'problem.camera.absent': 'There is no camera here. Use the way below.',
  'problem.camera.busy': 'Another app holds the camera. Close it, or use the way below.',
  'problem.camera.no_picture': 'This picture cannot be read. Choose another or use the camera.',
};
