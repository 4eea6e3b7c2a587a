// Parts of the app that are loaded when they are shown first; what cannot be fetched says so and can be tried again.
import {
  defineAsyncComponent,
  defineComponent,
  h,
  shallowRef,
  type AsyncComponentLoader,
  type Component,
} from 'vue';
import PartMissing from './frame/PartMissing.vue';
import { allWords } from './problem';

/** A screen, together with the words it needs. */
export function later(load: () => Promise<{ default: Component }>): Component {
  return defineComponent({
    inheritAttrs: false,
    setup(_, { attrs }) {
      const screen = shallowRef<Component | null>(null);
      const isMissing = shallowRef(false);
      const fetch = async () => {
        isMissing.value = false;
        try {
          const [{ default: loaded }] = await Promise.all([load(), allWords()]);
          screen.value = loaded;
        } catch {
          isMissing.value = true;
        }
      };
      void fetch();
      return () =>
        isMissing.value
          ? h(PartMissing, { again: () => void fetch() })
          : screen.value && h(screen.value, attrs);
    },
  });
}

/** A part of a screen that few need, together with its words. */
export function laterWords<Part extends Component>(load: () => Promise<{ default: Part }>): Part {
  return laterSheet(async () => (await Promise.all([load(), allWords()]))[0]);
}

/** A sheet over a screen, whose words are at hand. */
export function laterSheet<Sheet extends Component>(load: AsyncComponentLoader<Sheet>): Sheet {
  return defineAsyncComponent({ loader: load, errorComponent: PartMissing });
}
