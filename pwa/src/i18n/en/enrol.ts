// Words of enrolment and unlocking, in English.
import type { enrol as zh } from '../zh/enrol';

export const enrol: Record<keyof typeof zh, string> = {
  'enrol.title': 'No account on this phone yet',
  'enrol.addTitle': 'Add an account',
  'enrol.how':
    'Ask the safety office of your school for an invitation QR code, scan it and set a PIN. That is all.',
  'enrol.scan': 'Scan invitation',
  'enrol.or': 'Or type the invitation code',
  'enrol.code': '12-character code',
  'enrol.codeHint': 'Printed under the invitation QR; holds 72 hours, works once',
  'enrol.codeWrong': 'The code has 12 letters and digits, please check',
  'enrol.next': 'Next',
  'enrol.scanSentence': 'Aim at the QR code from the safety office',
  'enrol.notInvitation': 'This is not an invitation',
  'enrol.pinTitle': 'Set a 6-digit PIN',
  'enrol.pin': 'You enter it when opening Anxun',
  'enrol.pinWhy':
    'Kept on this device only. Asked after 5 minutes away or when somebody else takes over.',
  'enrol.again': 'Once more',
  'enrol.mismatch': 'The two differ, please set it again',
  'enrol.tooPlain': 'Too easy to guess, choose another',
  'enrol.erase': 'Delete one digit',
  'enrol.working': 'Registering this phone',
  'enrol.doneTitle': 'Registered',
  'enrol.person': 'Name',
  'enrol.school': 'School',
  'enrol.roles': 'Roles',
  'enrol.notYou': 'Not your name? Stop here and ask the safety office to retire this device.',
  'enrol.begin': 'Begin',

  'unlock.pin': 'Enter your 6-digit PIN',
  'unlock.wrong': 'Wrong PIN, {n} tries left',
  'unlock.wait': 'Too many tries, please wait {time}',
  'unlock.kept': 'Unfinished checks are still here',
  'unlock.others': 'Another account',
  'unlock.whoTitle': 'Who is using this phone',
  'unlock.forgot': 'Forgot it? Whoever gave you the invitation gives you a new one.',
  'unlock.usedAt': 'Last used {time}',
};
