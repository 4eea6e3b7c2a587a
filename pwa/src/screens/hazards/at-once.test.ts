// Promises of 改好了，拍照: the camera is there at once, and never in the way of what is there already.
import { nextTick, ref } from 'vue';
import { expect, test, vi } from 'vitest';
import type { MoveOption } from '../../domain/hazard';
import { cameraAtOnce } from './at-once';

const may: MoveOption = { move: 'rectify', blocked: null, signed: true };

async function arrived(option: MoveOption | null, photos: string[] = []) {
  const [found, isReady] = [ref<MoveOption | null>(null), ref(false)];
  const open = vi.fn<(name: 'camera') => Promise<void>>().mockResolvedValue();
  cameraAtOnce({ option: found, isReady, form: { photos }, open });
  found.value = option;
  await nextTick();
  expect(open).not.toHaveBeenCalled();
  isReady.value = true;
  await nextTick();
  return { open, found };
}

test('the camera opens as soon as the page knows that nothing was photographed yet', async () => {
  const { open } = await arrived(may);
  expect(open).toHaveBeenCalledExactlyOnceWith('camera');
});

test('it does not come back by itself once it was closed', async () => {
  const { open, found } = await arrived(may);
  found.value = { ...may };
  await nextTick();
  expect(open).toHaveBeenCalledTimes(1);
});

test('a report that has its photo already, or may not be made, opens no camera', async () => {
  expect((await arrived(may, ['a'])).open).not.toHaveBeenCalled();
  expect((await arrived(null)).open).not.toHaveBeenCalled();
  expect((await arrived({ ...may, blocked: 'hazard.not_owner' })).open).not.toHaveBeenCalled();
});
