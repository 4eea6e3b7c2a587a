// Who hears the app instead of seeing it is told which screen this is, and goes on reading at its title.
import { watch } from 'vue';
import type { Router } from 'vue-router';
import { t } from '../i18n';
import { gate } from './gate';

export function tellScreens(router: Router): void {
  let told = '';
  const where = () => [router.currentRoute.value.path, gate.value.phase] as const;
  const tell = ([path]: readonly [string, string]) => {
    const title = document.querySelector('h1');
    document.title = [title?.textContent, t('common.appName')].filter(Boolean).join(' · ');
    if (!title) return;
    if (told && told !== path && document.activeElement === document.body) readOn(title);
    told = path;
  };
  watch(where, tell, { flush: 'post', immediate: true });
}

function readOn(title: HTMLElement) {
  title.tabIndex = -1;
  // Nothing can be done with it, so it needs no ring.
  title.style.outline = 'none';
  title.focus({ preventScroll: true });
}
