// How the app looks on this phone, whoever uses it.
import { readSettings, writeSettings, type Settings } from '../store/accounts';

const FIRST: Settings = { text_size: 'normal', language: 'zh' };

export async function settings(): Promise<Settings> {
  return (await readSettings()) ?? FIRST;
}

export async function setTextSize(text_size: Settings['text_size']): Promise<void> {
  await writeSettings({ ...(await settings()), text_size });
}

export async function setLanguage(language: Settings['language']): Promise<void> {
  await writeSettings({ ...(await settings()), language });
}
