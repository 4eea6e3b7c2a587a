// A screen that is loaded when it is shown first, together with the words it needs.
import { defineComponent, h, shallowRef, type Component } from 'vue';
import { allWords } from './problem';

export function later(load: () => Promise<{ default: Component }>): Component {
  return defineComponent({
    inheritAttrs: false,
    setup(_, { attrs }) {
      const screen = shallowRef<Component | null>(null);
      void Promise.all([load(), allWords()]).then(([{ default: loaded }]) => {
        screen.value = loaded;
      });
      return () => screen.value && h(screen.value, attrs);
    },
  });
}
