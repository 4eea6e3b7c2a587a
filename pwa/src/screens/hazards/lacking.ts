// After a press for which something lacks: what is said about it is brought before the eyes, its field gets the focus.
import { nextTick } from 'vue';

export async function bringLacking(): Promise<void> {
  await nextTick();
  const said = document.querySelector('main [role=alert]');
  // A photo that lacks has no field of its own.
  if (said?.id) document.querySelector<HTMLElement>(`[aria-describedby="${said.id}"]`)?.focus();
  said?.scrollIntoView({ block: 'center' });
}
