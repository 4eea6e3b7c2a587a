// Promises of the invitation's code: every honest way of giving it is understood, nothing else is.
import { describe, expect, test } from 'vitest';
import { invitationIn } from './invitation';

describe('an invitation', () => {
  test.each([
    ['https://anxun.example.cn/e#7K2MQ4ZT9XAB'],
    ['http://192.168.1.5:8000/e#7K2M-Q4ZT-9XAB'],
    [' https://edu.example.cn/anxun/e/7k2mq4zt9xab\n'],
    ['7K2M Q4ZT 9XAB'],
    ['７Ｋ２Ｍ－Ｑ４ＺＴ－９ＸＡＢ'],
  ])('is understood from %s', (text) => {
    expect(invitationIn(text)).toBe('7K2MQ4ZT9XAB');
  });

  test('reads O as zero and I and L as one', () => {
    expect(invitationIn('OIL0 1111 2222')).toBe('011011112222');
  });

  test.each([
    ['a label', 'https://anxun.example.cn/p#7K2MQ4ZT'],
    ['a shorter code', '7K2MQ4ZT9XA'],
    ['a letter that no code has', '7K2MQ4ZT9XAU'],
    ['another page', 'https://anxun.example.cn/evil?7K2MQ4ZT9XAB'],
  ])('is not found in %s', (_what, text) => {
    expect(invitationIn(text)).toBeNull();
  });
});
