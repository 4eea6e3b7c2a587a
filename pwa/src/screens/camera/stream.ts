// One open stream while a sheet is shown: let go while the app is hidden, opened again after.
import { onMounted, onUnmounted, ref, shallowRef, type ShallowRef } from 'vue';
import { codeOf, problemText } from '../problem';

interface Stream {
  readonly hasTorch: boolean;
  torch(on: boolean): Promise<void>;
  close(): void;
}

export function useStream<S extends Stream>(openStream: () => Promise<S>) {
  const stream: ShallowRef<S | null> = shallowRef(null);
  const problem = ref('');
  const isLit = ref(false);
  let tries = 0;

  async function start() {
    if (stream.value) return;
    tries += 1;
    const mine = tries;
    try {
      const opened = await openStream();
      // Closed or hidden while the question for the camera was on the screen.
      if (mine === tries) stream.value = opened;
      else opened.close();
      problem.value = '';
    } catch (error) {
      problem.value = problemText(codeOf(error));
    }
  }

  function stop() {
    tries += 1;
    stream.value?.close();
    stream.value = null;
    isLit.value = false;
  }

  async function turn() {
    isLit.value = !isLit.value;
    await stream.value?.torch(isLit.value);
  }

  whileShown(start, stop);
  return { stream, problem, isLit, turn };
}

function whileShown(start: () => Promise<void>, stop: () => void) {
  const onVisibility = () => {
    if (document.visibilityState === 'visible') void start();
    else stop();
  };
  onMounted(() => {
    document.addEventListener('visibilitychange', onVisibility);
    void start();
  });
  onUnmounted(() => {
    document.removeEventListener('visibilitychange', onVisibility);
    stop();
  });
}
