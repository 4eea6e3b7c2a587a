// Promises of the three numbers: what is only here is never counted as under way or received.
import { beforeAll, describe, expect, test } from 'vitest';
import { allTexts } from '../../i18n';
import { statsOf } from './stats';

const status = {
  ...{
    state: 'offline' as const,
    only_here: 2,
    photos_left: 3,
    held: 0,
    held_photos: 0,
    refused: 0,
  },
};
const told = (...given: Parameters<typeof statsOf>) =>
  statsOf(...given).map(({ label, value, of }) => `${label} ${value}${of ?? ''}`);

describe('the numbers of the sync centre', () => {
  beforeAll(allTexts);

  test('offline count everything unsent as only here', () => {
    expect(told(12, status)).toEqual(['只在本机 2 +3 张', '正在上传 0', '服务器已收到 12']);
  });

  test('count photos as under way while they are', () => {
    expect(told(12, { ...status, state: 'syncing', only_here: 0 })).toEqual([
      '只在本机 0',
      '正在上传 1 +3 张',
      '服务器已收到 12',
    ]);
  });

  test('count photos that may not go up yet as only here', () => {
    expect(told(12, { ...status, state: 'syncing', only_here: 0, held_photos: 2 })).toEqual([
      '只在本机 0 +2 张',
      '正在上传 1 +3 张',
      '服务器已收到 12',
    ]);
  });

  test('count what waits for the safety office as received: the server has it', () => {
    expect(told(0, { ...status, held: 1 })[2]).toBe('服务器已收到 1');
  });

  test('put what needs a person first', () => {
    expect(told(12, { ...status, state: 'refused', refused: 1 })[0]).toBe('服务器没收下 1');
  });
});
