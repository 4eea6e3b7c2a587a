// What waits for the principal, for the phone's list and the desk's: exceptions, clean ones, and the batch.
import { computed } from 'vue';
import { useRouter } from 'vue-router';
import { t } from '../../i18n';
import { hazards, type HazardView } from '../../store/hazards';
import { useLive } from '../../store/live';
import { forApproval, type Inbox } from './exceptions';
import { isLeft } from './left';

export function useInbox() {
  const router = useRouter();
  const all = useLive<HazardView[] | null>(hazards, ['rows', 'outbox', 'sent'], null);
  const inbox = computed(() => forApproval(all.value ?? []));
  const isLoading = computed(() => all.value === null);
  const total = computed(() => inbox.value.exceptional.length + inbox.value.clean.length);

  const unconfirmed = computed(() => {
    const sent = (all.value ?? []).filter(({ pending }) =>
      pending.some(({ move }) => move === 'approve'),
    );
    return sent.length > 0 ? t('approve.unconfirmed', { n: sent.length }) : '';
  });

  // Everything clean is ticked until the principal takes it out.
  const chosen = computed(() => inbox.value.clean.filter(({ row }) => !isLeft(row.id)));

  async function signTogether() {
    const ids = chosen.value.map(({ row }) => row.id).join(',');
    await router.push({ path: '/approve/batch', query: { ids } });
  }

  return { inbox, isLoading, total, unconfirmed, chosen, signTogether };
}

/** Beside the list: the one that was asked for, or the first once that one is done. */
export function besideList({ exceptional, clean }: Inbox, id: string): string | null {
  const all = [...exceptional, ...clean].map(({ row }) => row.id);
  return all.find((each) => each === id) ?? all[0] ?? null;
}
