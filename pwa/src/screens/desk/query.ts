// What a desk page shows lives in its address: going back, a bookmark and a new window keep it.
import { computed, type WritableComputedRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';

export function useQuery(name: string, first = ''): WritableComputedRef<string> {
  const route = useRoute();
  const router = useRouter();
  return computed({
    get: () => {
      const value = route.query[name];
      return typeof value === 'string' ? value : first;
    },
    set: (value) => {
      const query = { ...route.query, [name]: value === first ? undefined : value };
      void router.replace({ path: route.path, query });
    },
  });
}
