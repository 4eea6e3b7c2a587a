// The device key of an account: made once, never leaves this phone, signs every operation.
import { base64url, utf8, type Bytes } from '../domain/bytes';
import { NotAllowed, readKv, type AccountDatabase } from './account';

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' };

export async function makeKey(): Promise<CryptoKeyPair> {
  return await crypto.subtle.generateKey(CURVE, false, ['sign', 'verify']);
}

/** The raw uncompressed point, 65 bytes, as enrolment wants it. */
export async function publicKey(key: CryptoKeyPair): Promise<string> {
  return base64url(new Uint8Array(await crypto.subtle.exportKey('raw', key.publicKey)));
}

export async function sign(database: AccountDatabase, text: string): Promise<string> {
  const device = await readKv(database, 'device');
  if (!device) throw new NotAllowed('account.no_key');
  const bytes: Bytes = utf8(text);
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
  return base64url(
    new Uint8Array(await crypto.subtle.sign(algorithm, device.key.privateKey, bytes)),
  );
}
