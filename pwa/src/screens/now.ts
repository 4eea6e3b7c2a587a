// The time for "still 3 hours" and the day a form is judged on, moving on while the screen stays open.
import { computed, type Ref } from 'vue';
import { dayIn } from '../domain/clock';
import { serverTime } from '../store/clock';
import { useLive } from '../store/live';
import { zone } from './words';

/** By the server's clock. */
export const useNow = (): Readonly<Ref<number>> => useLive(serverTime, ['kv'], Date.now());

/** `YYYY-MM-DD` in the district's zone. */
export function useDay(): Readonly<Ref<string>> {
  const now = useNow();
  return computed(() => dayIn(zone(), now.value));
}
