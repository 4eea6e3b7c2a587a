// How the app looks on this phone, whoever uses it.
import { readSettings, writeSettings, type Settings } from '../store/accounts';

const FIRST: Settings = { text_size: 'normal', language: 'zh', theme: 'auto' };

export async function settings(): Promise<Settings> {
  return { ...FIRST, ...(await readSettings()) };
}

export async function setTextSize(text_size: Settings['text_size']): Promise<void> {
  await writeSettings({ ...(await settings()), text_size });
}

export async function setLanguage(language: Settings['language']): Promise<void> {
  await writeSettings({ ...(await settings()), language });
}

export async function setTheme(theme: Settings['theme']): Promise<void> {
  await writeSettings({ ...(await settings()), theme });
}
