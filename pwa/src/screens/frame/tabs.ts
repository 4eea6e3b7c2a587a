// The places at the bottom of the phone's main screens, by role, with what waits there.
import { t } from '../../i18n';
import type { Tab } from '../../ui/types';
import type { Role } from '../../wire/wire';
import { deskHome } from '../desk/home';

export function tabsOf(
  roles: readonly Role[],
  waiting: { hazards: number; approvals: number },
): Tab[] {
  const isKitchen = roles.includes('kitchen_manager');
  const isPrincipal = roles.includes('principal');
  const desk = deskHome(roles);
  const badge = (n: number) => (n > 0 ? { badge: n } : {});
  return [
    {
      to: '/',
      label: t(isKitchen ? 'tabs.kitchen' : 'tabs.today'),
      icon: isKitchen ? 'kitchen' : 'today',
    },
    { to: '/hazards', label: t('tabs.hazards'), icon: 'alert', ...badge(waiting.hazards) },
    // Who approves has the inbox in reach; the strip leads to the sync centre anyway.
    isPrincipal
      ? { to: '/approve', label: t('act.approve'), icon: 'inbox', ...badge(waiting.approvals) }
      : { to: '/sync', label: t('tabs.sync'), icon: 'received' },
    ...(desk === null ? [] : [{ to: desk, label: t('tabs.desk'), icon: 'document' } as const]),
    { to: '/me', label: t('tabs.me'), icon: 'person' },
  ];
}
