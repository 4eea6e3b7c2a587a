// What somebody reads who brought a rescue file: numbers, reasons, and whether the file may go.
import { beforeAll, expect, test } from 'vitest';
import type { Imported } from '../../actions/import-rescue';
import { allTexts } from '../../i18n';
import { factsOf, toldOf } from './report';

beforeAll(allTexts);

const NOTHING: Imported = {
  ...{ accepted: 0, there: 0, held: 0, waiting: 0, refused: new Map(), unsent: 0, stopped: null },
  photos: { sent: 0, absent: 0, damaged: 0, refused: new Map() },
  isWhole: true,
};
const titles = (done: Partial<Imported>) =>
  toldOf({ ...NOTHING, ...done }).map(({ title }) => title);

test('only when everything is on the server may the file go', () => {
  expect(titles({ accepted: 2, there: 1 })).toEqual(['这份文件里的都在服务器上了。']);
  for (const left of [
    { held: 1 },
    { waiting: 1 },
    { unsent: 1, stopped: 'network.unreachable' },
    { isWhole: false },
    { refused: new Map([['op.signature', 1]]) },
    { photos: { ...NOTHING.photos, absent: 1 } },
    { photos: { ...NOTHING.photos, damaged: 1 } },
  ]) {
    expect(titles({ accepted: 1, ...left })).not.toContain('这份文件里的都在服务器上了。');
  }
});

test('a file of another installation is told as what it is', () => {
  const refused = new Map([['op.device_unknown', 3]]);

  expect(titles({ refused })).toEqual(['3 份没收下：服务器不认识导出文件的那台设备。']);
});

test('numbers that are nothing are not shown', () => {
  const facts = factsOf({ ...NOTHING, accepted: 2, photos: { ...NOTHING.photos, sent: 3 } });

  expect(facts).toEqual([
    { label: '这次收下', value: '2 份' },
    { label: '传上照片', value: '3 张' },
  ]);
});

test('a file with drafts alone says that nothing in it could be sent', () => {
  expect(titles({})).toEqual(['文件里没有签过名的记录。']);
});
