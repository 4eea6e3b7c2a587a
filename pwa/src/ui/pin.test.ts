// @vitest-environment happy-dom
// Promise of the PIN pad: it is typed on, too, wherever the focus is, and only while it is shown.
import { expect, test } from 'vitest';
import { createApp, h, nextTick, ref } from 'vue';
import PinPad from './PinPad.vue';

test('a keyboard types the PIN without a click', async () => {
  const pin = ref('');
  const done: string[] = [];
  const app = createApp(() =>
    h(PinPad, {
      ...{ label: 'PIN', erase: 'x', modelValue: pin.value },
      'onUpdate:modelValue': (next: string) => (pin.value = next),
      onComplete: (whole: string) => done.push(whole),
    }),
  );
  app.mount(document.body.appendChild(document.createElement('div')));
  for (const key of ['1', 'a', '9', 'Backspace', '2', '3', '4', '5', '6']) {
    window.dispatchEvent(new KeyboardEvent('keydown', { key }));
    await nextTick();
  }
  expect(done).toEqual(['123456']);

  app.unmount();
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Backspace' }));
  expect(pin.value).toBe('123456');
});
