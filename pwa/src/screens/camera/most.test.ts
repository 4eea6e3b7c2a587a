// Promise of the camera: never more photos than the server takes, said before the tenth is taken.
// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { expect, test, vi } from 'vitest';
import { MOST_PHOTOS } from '../../domain/frame';
import schema from '../../wire/openapi.json';
import type { Photo } from '../../wire/wire';
import PhotoRow from '../form/PhotoRow.vue';
import CameraSheet from './CameraSheet.vue';

vi.mock('../../capture/camera', () => ({
  openCamera: () => Promise.resolve({ hasTorch: false, close: () => undefined }),
}));
vi.mock('../hazards/photos', async (original) => ({
  ...(await original<object>()),
  usePhotoUrls: () => ({ value: new Map() }),
}));

const photos = (n: number): Photo[] =>
  Array.from({ length: n }, (_, at) => ({
    ...{ sha256: String(at), size: 1, width: 1, height: 1 },
    ...{ capture: 'live' as const, taken_ms: at },
  }));

async function shutter(kept: number) {
  const sheet = mount(CameraSheet, { props: { title: '照片', lines: () => [], kept } });
  await vi.waitFor(() => {
    expect(sheet.get('.shutter').attributes('aria-busy')).toBe('false');
  });
  await new Promise((resolve) => setTimeout(resolve));
  return { isOff: sheet.get('.shutter').attributes('disabled') !== undefined, text: sheet.text() };
}

test('the shutter stops where the server does, and says so', async () => {
  expect((await shutter(MOST_PHOTOS - 1)).isOff).toBe(false);

  const full = await shutter(MOST_PHOTOS);

  expect(full.isOff).toBe(true);
  expect(full.text).toContain(`最多 ${MOST_PHOTOS} 张`);
});

test('the box for one more goes with the last that is allowed', () => {
  const row = (n: number) => mount(PhotoRow, { props: { photos: photos(n) } });

  expect(
    row(MOST_PHOTOS - 1)
      .find('.add')
      .exists(),
  ).toBe(true);
  expect(row(MOST_PHOTOS).find('.add').exists()).toBe(false);
  expect(row(MOST_PHOTOS).text()).toContain(`最多 ${MOST_PHOTOS} 张`);
});

test('the most of the phone is the most of the server, wherever it takes photos', () => {
  const lists = JSON.stringify(schema).matchAll(
    /"items":\{"\$ref":"#\/components\/schemas\/Photo"\},"maxItems":(\d+)/g,
  );
  const most = [...lists].map(([, n]) => Number(n));

  expect(most.length).toBeGreaterThan(2);
  expect(new Set(most)).toEqual(new Set([MOST_PHOTOS]));
});
