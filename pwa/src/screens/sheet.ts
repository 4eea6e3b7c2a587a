// Full-screen sheets over a screen (camera, signature): the phone's own back key closes them.
import { computed, onMounted, shallowRef, type ComputedRef, type ShallowRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';

interface Sheets<Name extends string> {
  /** The one that is shown. */
  sheet: ComputedRef<Name | null>;
  open: (name: Name) => Promise<void>;
  close: () => void;
}

export function useSheet<Name extends string>(): Sheets<Name> {
  const route = useRoute();
  const router = useRouter();
  const opened: ShallowRef<Name | null> = shallowRef(null);
  const sheet: Sheets<Name>['sheet'] = computed(() =>
    opened.value !== null && route.query['sheet'] === opened.value ? opened.value : null,
  );

  const address = (query: Record<string, string>) => ({
    path: route.path,
    hash: route.hash,
    query,
  });

  // After a relaunch nothing is left to show in it.
  onMounted(async () => {
    if (route.query['sheet'] !== undefined) await router.replace(address({}));
  });

  async function open(name: Name) {
    opened.value = name;
    await router.push(address({ sheet: name }));
  }

  function close() {
    if (sheet.value !== null) router.back();
  }

  return { sheet, open, close };
}
