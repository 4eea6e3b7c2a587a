// Own changes that the server has not confirmed: a desk says so instead of pretending.
import { computed, ref, type Ref } from 'vue';
import { useLive } from '../../store/live';
import { outbox } from '../../store/outbox';
import type { OperationName } from '../../wire/wire';

/** How many operations of these names still wait on this computer; refused ones are in the sync centre. */
export function useUnconfirmed(names: readonly OperationName[]): Readonly<Ref<number>> {
  return useLive(
    async () =>
      (await outbox()).filter(({ name, state }) => state !== 'refused' && names.includes(name))
        .length,
    ['outbox'],
    0,
  );
}

/** 已存好: for a change made just now, until the server has it. */
export function useKept(names: readonly OperationName[]) {
  const waiting = useUnconfirmed(names);
  const isMade = ref(false);
  return { isMade, isKept: computed(() => isMade.value && waiting.value > 0) };
}
