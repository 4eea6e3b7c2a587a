// Gives screens their texts in the language in force; changing it redraws what shows them.
import { shallowRef } from 'vue';
import { near } from './zh/near';
import type { zhCN } from './zh-CN';

export type TextKey = keyof typeof zhCN;
export type Language = 'zh-CN' | 'en';
type Texts = Readonly<Partial<Record<TextKey, string>>>;

const current = shallowRef<{ language: Language; texts: Texts }>({
  language: 'zh-CN',
  texts: near,
});

export function language(): Language {
  return current.value.language;
}

let asked: Language = 'zh-CN';

export async function setLanguage(language: Language): Promise<void> {
  if (language !== asked) await show(language);
  document.documentElement.lang = language;
}

let isAtDesk = false;

/** Those of every screen a phone shows; until then only those of the way to a filled form are at hand. */
export async function phoneTexts(): Promise<void> {
  await show(asked);
}

/** Every text there is. */
export async function allTexts(): Promise<void> {
  isAtDesk = true;
  await show(asked);
}

async function show(language: Language): Promise<void> {
  asked = language;
  const withDesk = isAtDesk;
  const texts = await load(language, withDesk);
  if (asked !== language || isAtDesk !== withDesk || current.value.texts === texts) return;
  current.value = { language, texts };
}

async function load(language: Language, withDesk: boolean): Promise<Texts> {
  if (language === 'en') return (await import('./en')).en;
  return withDesk ? (await import('./zh-CN')).zhCN : (await import('./zh/phone')).phone;
}

// `{n}` in the text is replaced by the value named n.
export function t(key: TextKey, values: Record<string, string | number> = {}): string {
  return (current.value.texts[key] ?? key).replace(/\{(\w+)\}/g, (slot, name: string) => {
    const value = values[name];
    return value === undefined ? slot : String(value);
  });
}

// For keys that arrive as data, such as a problem's code: undefined when we have no such text.
export function isTextKey(key: string): key is TextKey {
  return key in current.value.texts;
}
