// What the principal took out of the batch: it stays out until it is ticked again.
import { ref } from 'vue';

export const left = ref<string[]>([]);

export function turn(id: string, isOn: boolean): void {
  const others = left.value.filter((one) => one !== id);
  left.value = isOn ? others : [...others, id];
}
