// A newer version of the app that waits for its turn; screens without a half-filled form offer it.
import { shallowRef } from 'vue';

export const waitingUpdate = shallowRef<(() => void) | null>(null);
