// Promises of the dictionary: same slots in both languages, and values land where they belong.
import { describe, expect, test } from 'vitest';
import { allTexts, t } from './index';
import { en } from './en';
import { zhCN } from './zh-CN';

const slots = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

describe('texts', () => {
  test.each(Object.entries(zhCN))('%s has the same slots in English', (key, chinese) => {
    const english = new Map(Object.entries(en)).get(key) ?? '';

    expect(slots(english)).toEqual(slots(chinese));
  });

  test('a key gives its Chinese text first', async () => {
    expect(t('form.submit')).toBe('提交');

    await allTexts();

    expect(t('today.title')).toBe('今日检查');
  });
});
