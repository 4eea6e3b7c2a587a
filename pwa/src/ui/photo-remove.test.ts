// Promise of the large photo: taking it away is asked once, in the same place, and can be let be.
// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { expect, test } from 'vitest';
import FullPhoto from './FullPhoto.vue';

const photos = ['a', 'b'].map((id) => ({ id, url: `blob:${id}`, alt: id }));
const remove = { ask: '删掉这张', keep: '留着', sure: '删掉，找不回来' };
const open = () =>
  mount(FullPhoto, { props: { photos, start: 'a', label: '查看照片', close: '关闭', remove } });
const press = (viewer: ReturnType<typeof open>, word: string) =>
  viewer
    .findAll('button')
    .find((button) => button.text() === word)
    ?.trigger('click');

test('one press only asks; the second takes it away', async () => {
  const viewer = open();

  Object.defineProperty(viewer.get('.row').element, 'clientWidth', { value: 360 });
  await press(viewer, '删掉这张');
  expect(viewer.emitted('remove')).toBeUndefined();
  await press(viewer, '删掉，找不回来');

  expect(viewer.emitted('remove')).toEqual([['a']]);
});

test('it can be let be', async () => {
  const viewer = open();

  await press(viewer, '删掉这张');
  await press(viewer, '留着');

  expect(viewer.emitted('remove')).toBeUndefined();
  expect(viewer.text()).toContain('删掉这张');
});

test('whoever turns to another photo is asked anew', async () => {
  const viewer = open();

  await press(viewer, '删掉这张');
  await viewer.get('.row').trigger('scroll');

  expect(viewer.text()).not.toContain('找不回来');
});
