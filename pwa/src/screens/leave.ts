// The way back: to where the person came from, or to a sensible place after opening a link.
import { onMounted } from 'vue';
import { useRouter, type Router } from 'vue-router';

interface Place {
  position: number;
  hasBack: boolean;
}

export function leave(router: Router, otherwise: string): void {
  if (place().hasBack) router.back();
  else void router.replace(otherwise);
}

/** After something is done: back over this screen and whatever sheet lies on it. */
export function useWayBack(otherwise: string): () => void {
  const router = useRouter();
  let came: Place = { position: 0, hasBack: false };
  onMounted(() => {
    came = place();
  });
  return () => {
    if (came.hasBack) router.go(came.position - 1 - place().position);
    else void router.replace(otherwise);
  };
}

function place(): Place {
  const state: unknown = window.history.state;
  if (typeof state !== 'object' || state === null) return { position: 0, hasBack: false };
  const position = 'position' in state && typeof state.position === 'number' ? state.position : 0;
  return { position, hasBack: 'back' in state && state.back !== null };
}
