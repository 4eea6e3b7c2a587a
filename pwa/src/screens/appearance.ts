// Text size, theme and language of this phone, put on the page.
import { settings } from '../actions/settings';
import { setLanguage } from '../i18n';

export async function applyAppearance(): Promise<void> {
  const { text_size, theme, language } = await settings();
  const { dataset } = document.documentElement;
  if (text_size === 'normal') delete dataset['text'];
  else dataset['text'] = text_size;
  if (theme === 'auto') delete dataset['theme'];
  else dataset['theme'] = theme;
  await setLanguage(language === 'en' ? 'en' : 'zh-CN');
}
