// Has the browser keep the app: by a service worker, or in memory where there is none.
import type { Router } from 'vue-router';
import { registerServiceWorker } from './sw/register';
import { isWeakBrowser } from './screens/browser';
import { isWhole, waitingUpdate } from './screens/update';

const LATER_MS = 3000;

export async function keepApp(router: Router): Promise<void> {
  void import('./screens/aloud').then(({ tellScreens }) => {
    tellScreens(router);
  });
  isWeakBrowser.value = !(await registerServiceWorker({
    onWhole: () => {
      isWhole.value = true;
    },
    onWaiting: (switchNow) => {
      waitingUpdate.value = switchNow;
    },
  }));
  // What the service worker would keep must be in memory before the line is gone.
  if (isWeakBrowser.value)
    setTimeout(() => void import('./way').then(({ loadWay }) => loadWay()), LATER_MS);
}
