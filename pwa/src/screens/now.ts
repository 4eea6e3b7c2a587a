// The time for "still 3 hours" and the day a form is judged on, moving on while the screen stays open.
import { computed, onScopeDispose, ref, type Ref } from 'vue';
import { dayIn, serverNow, type Skew } from '../domain/clock';
import { current, readKv } from '../store/account';
import { useLive } from '../store/live';
import { zone } from './words';

const MINUTE_MS = 60_000;

/** By the server's clock. */
export function useNow(): Readonly<Ref<number>> {
  const skew = useLive<Skew | null>(() => readKv(current().database, 'skew'), ['kv'], null);
  const phone = ref(Date.now());
  const look = () => {
    phone.value = Date.now();
  };
  const timer = setInterval(look, MINUTE_MS);
  // A page that was put away over midnight.
  document.addEventListener('visibilitychange', look);
  onScopeDispose(() => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', look);
  });
  return computed(() => serverNow(skew.value, phone.value));
}

/** `YYYY-MM-DD` in the district's zone. */
export function useDay(): Readonly<Ref<string>> {
  const now = useNow();
  return computed(() => dayIn(zone(), now.value));
}
