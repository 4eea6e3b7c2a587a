// Reads a rescue file, also a cut or damaged one: what is still whole in it is worth sending.
import type { Envelope } from '../wire/wire';

export interface RescueFile {
  operations: Envelope[];
  /** By their hash, as base64: decoded one at a time, because old phones have little memory. */
  photos: Map<string, string>;
  /** False: it was cut or damaged, and this is what could be read. */
  isWhole: boolean;
}

/** Null = it is none, or nothing in it can be read. */
export function readRescue(text: string): RescueFile | null {
  const whole = parsed(text);
  if (whole === undefined) return salvaged(text);
  if (!isRecord(whole) || !('anxun_rescue' in whole)) return null;
  const listed = Array.isArray(whole['operations']) ? whole['operations'] : [];
  const operations = listed.map(envelopeIn).filter((each) => each !== null);
  const photos = new Map<string, string>();
  for (const [hash, bytes] of Object.entries(isRecord(whole['photos']) ? whole['photos'] : {})) {
    if (typeof bytes === 'string') photos.set(hash, bytes);
  }
  return { operations, photos, isWhole: operations.length === listed.length };
}

/** Null = these are no bytes any more. */
export function photoIn(file: RescueFile, hash: string): ArrayBuffer | null {
  try {
    const letters = atob(file.photos.get(hash) ?? '');
    return Uint8Array.from(letters, (letter) => letter.charCodeAt(0)).buffer;
  } catch {
    return null;
  }
}

function salvaged(text: string): RescueFile | null {
  const operations: Envelope[] = [];
  for (const at of placesOf(text, '{"device":"')) {
    const end = endOf(text, at);
    const envelope = end === null ? null : envelopeIn(parsed(text.slice(at, end)));
    if (envelope) operations.push(envelope);
  }
  const photos = new Map<string, string>();
  for (const match of text.matchAll(/"([0-9a-f]{64})":"/g)) {
    const from = match.index + match[0].length;
    const end = text.indexOf('"', from);
    if (match[1] && end >= 0) photos.set(match[1], text.slice(from, end));
  }
  return operations.length > 0 ? { operations, photos, isWhole: false } : null;
}

function* placesOf(text: string, what: string): Generator<number> {
  for (let at = text.indexOf(what); at >= 0; at = text.indexOf(what, at + 1)) yield at;
}

/** Behind the brace that closes the object at `start`; envelopes hold no other. Null = it was cut. */
function endOf(text: string, start: number): number | null {
  let inText = false;
  for (let at = start; at < text.length; at += 1) {
    const letter = text[at];
    if (inText && letter === '\\') at += 1;
    else if (letter === '"') inText = !inText;
    else if (letter === '}' && !inText) return at + 1;
  }
  return null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Only the four fields that travel. */
function envelopeIn(found: unknown): Envelope | null {
  if (!isRecord(found)) return null;
  const { device, body, private: secret, signature } = found;
  if (typeof device !== 'string' || typeof body !== 'string') return null;
  if (typeof signature !== 'string') return null;
  if (secret !== null && typeof secret !== 'string') return null;
  return { device, body, private: secret, signature };
}

function isRecord(found: unknown): found is Record<string, unknown> {
  return typeof found === 'object' && found !== null && !Array.isArray(found);
}
