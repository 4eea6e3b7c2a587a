// What the safety office reads about operations that never came.
import { beforeAll, expect, test } from 'vitest';
import { allTexts } from '../../i18n';
import { lackingOf } from './gaps';

beforeAll(allTexts);

test('the numbers that are missing are named exactly, and a device that lacks none says nothing', () => {
  const missing = [
    { first: 3, last: 3 },
    { first: 12, last: 14 },
  ];

  expect(
    lackingOf([
      { device: 'd1', received: 11, missing },
      { device: 'd2', received: 4, missing: [] },
    ]),
  ).toEqual({
    d1: '第 3、12–14 号操作没到。问本人：旧手机还在，就连上网打开安巡；有救援文件，就补传；都没有，请到现场重查。',
  });
});
