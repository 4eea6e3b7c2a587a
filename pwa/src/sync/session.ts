// The session's door: enrolment, sign-in by device key, invitations, own and revoked devices.
import type { Account } from '../store/account';
import { changeAccount } from '../store/accounts';
import { sign } from '../store/device';
import type { Device, Invitation, Me } from '../wire/wire';
import { askJson, askNothing, Failed } from './http';

async function post<T>(path: string, body: unknown): Promise<T> {
  const sending = {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json' },
  } as const;
  return (await askJson<T>(`/api/session/${path}`, sending)).data;
}

export async function enrolDevice(facts: {
  code: string;
  device: string;
  public_key: string;
  device_name: string;
}): Promise<Me> {
  return await post<Me>('enrol', facts);
}

export async function signInBy(account: Account): Promise<Me> {
  const { device, database } = account;
  const { nonce } = await post<{ nonce: string }>('challenge', { device });
  const signature = await sign(database, `anxun sign-in ${nonce}`);
  const me = await post<Me>('sign-in', { device, nonce, signature });
  const { name, roles, organisation } = me;
  Object.assign(account, { name, roles, organisation });
  await changeAccount(account.id, { name, roles, organisation });
  return me;
}

/** The cookie is the browser's, not the account's: after a switch it may still be somebody else's. */
export async function ensureSession(account: Account): Promise<void> {
  try {
    const { data } = await askJson<Me>('/api/session');
    if (data.device === account.device) return;
  } catch (error) {
    if (!(error instanceof Failed) || error.status !== 401) throw error;
  }
  await signInBy(account);
}

export async function signOut(): Promise<void> {
  await askNothing('/api/session/sign-out', { method: 'POST' });
}

/** The code is shown once, as text and QR. */
export async function invite(person: string): Promise<Invitation> {
  return await post<Invitation>('invitations', { person });
}

/** Every device that signs, or signed, in the name of who is signed in. */
export async function myDevices(): Promise<Device[]> {
  return (await askJson<Device[]>('/api/session/devices')).data;
}

export async function revokeDevice(device: string, as: 'retired' | 'lost'): Promise<void> {
  await askNothing(`/api/session/devices/${device}/revoke`, {
    method: 'POST',
    body: JSON.stringify({ as }),
    headers: { 'Content-Type': 'application/json' },
  });
}
