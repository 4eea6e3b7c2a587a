// What the server or the line to it refused, by code, in English.
import type { refusal as zh } from '../zh/refusal';

export const refusal: Record<keyof typeof zh, string> = {
  'problem.network.unreachable': 'The server cannot be reached. Check the network and try again.',
  'problem.network.timeout': 'The server took too long. Try again where the signal is better.',
  'problem.network.cut': 'The connection broke. Try again.',
  'problem.network.not_json':
    'This is not the Anxun server. The campus network may want a log-in first.',
  'problem.blob.forgotten':
    'An older copy of the server was put back. Record and photo are still on this phone, so keep it: export them for the safety office, and press “Send now” once the administrator has put the record back.',
};
