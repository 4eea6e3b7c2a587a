// One open stream while a sheet is shown: let go while the app is hidden, opened again after.
import { onMounted, onUnmounted, ref, shallowRef } from 'vue';
import { codeOf, problemText } from '../problem';

interface Stream {
  readonly hasTorch: boolean;
  torch(on: boolean): Promise<void>;
  close(): void;
}

export function useStream<S extends Stream>(openStream: () => Promise<S>) {
  const stream = shallowRef<S | null>(null);
  const problem = ref('');
  const isLit = ref(false);
  let isShown = true;

  async function start() {
    try {
      const opened = await openStream();
      // Closed or hidden while the question for the camera was on the screen.
      if (isShown) stream.value = opened;
      else opened.close();
      problem.value = '';
    } catch (error) {
      problem.value = problemText(codeOf(error));
    }
  }

  function stop() {
    stream.value?.close();
    stream.value = null;
    isLit.value = false;
  }

  async function turn() {
    isLit.value = !isLit.value;
    await stream.value?.torch(isLit.value);
  }

  function onVisibility() {
    isShown = document.visibilityState === 'visible';
    if (!isShown) stop();
    else if (!stream.value) void start();
  }

  onMounted(() => {
    document.addEventListener('visibilitychange', onVisibility);
    void start();
  });
  onUnmounted(() => {
    document.removeEventListener('visibilitychange', onVisibility);
    isShown = false;
    stop();
  });

  return { stream, problem, isLit, turn };
}
