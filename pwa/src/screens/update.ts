// What the browser has in store for the app: all of it, a newer version, or a place on the home screen.
import { shallowRef } from 'vue';

/** Every file of the app is on this phone. */
export const isWhole = shallowRef(false);

/** Switches to the waiting version; offered only where no form is half filled. */
export const waitingUpdate = shallowRef<(() => void) | null>(null);

interface InstallEvent extends Event {
  prompt(): void;
}

/** Chromium only: asks the person whether to install. */
export const installOffer = shallowRef<(() => void) | null>(null);

export function listenForInstall(): void {
  window.addEventListener('beforeinstallprompt', (event) => {
    // Otherwise the browser puts its own bar over a form.
    event.preventDefault();
    installOffer.value = () => {
      if (isInstall(event)) event.prompt();
      installOffer.value = null;
    };
  });
}

function isInstall(event: Event): event is InstallEvent {
  return 'prompt' in event;
}
