// Gives screens their texts in the language in force; changing it redraws what shows them.
import { shallowRef } from 'vue';
import { zhCN } from './zh-CN';

export type TextKey = keyof typeof zhCN;
export type Language = 'zh-CN' | 'en';
type Dictionary = Record<TextKey, string>;

const current = shallowRef<{ language: Language; texts: Dictionary }>({
  language: 'zh-CN',
  texts: zhCN,
});

export function language(): Language {
  return current.value.language;
}

// Chinese is always at hand; English comes as its own chunk, so it costs the others nothing.
export async function setLanguage(language: Language) {
  const texts = language === 'en' ? (await import('./en')).en : zhCN;
  current.value = { language, texts };
  document.documentElement.lang = language;
}

// `{n}` in the text is replaced by the value named n.
export function t(key: TextKey, values: Record<string, string | number> = {}): string {
  return current.value.texts[key].replace(/\{(\w+)\}/g, (slot, name: string) => {
    const value = values[name];
    return value === undefined ? slot : String(value);
  });
}

// For keys that arrive as data, such as a problem's code: undefined when we have no such text.
export function isTextKey(key: string): key is TextKey {
  return key in zhCN;
}
