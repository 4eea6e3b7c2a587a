// What an operation was, in a person's words: the point and checklist, or the hazard and the move.
import { isTextKey, t } from '../../i18n';
import { checklist } from '../../store/checklists';
import { point, row } from '../../store/mirror';
import { bodyOf } from '../../store/outbox';
import type { OutboxEntry } from '../../store/schema';
import type { IconName } from '../../ui/icons';
import type { OperationName } from '../../wire/wire';
import { titleOf as found } from '../hazards/words';
import { said } from '../words';

export interface Titled {
  title: string;
  icon: IconName;
}

const ICONS: Partial<Record<OperationName, IconName>> = {
  'inspection.submit': 'document',
  'hazard.rectify': 'wrench',
  'hazard.recheck': 'scan',
  'label.issue': 'print',
  'label.replace': 'print',
};

type Entry = Pick<OutboxEntry, 'name' | 'envelope'>;

export async function titled(entry: Entry): Promise<Titled> {
  return { title: await titleOf(entry), icon: ICONS[entry.name] ?? 'pencil' };
}

async function titleOf(entry: Entry): Promise<string> {
  const { args } = bodyOf(entry);
  const what = word(entry.name);
  if ('answers' in args) {
    const form = await checklist(args.checklist, args.version);
    const place = await point(args.point);
    return [place?.name, form && said(form.title)].filter(Boolean).join(' · ') || what;
  }
  const name = await subject(args);
  return name ? t('op.titled', { what, name }) : what;
}

export function word(name: string): string {
  const key = `op.${name}`;
  if (isTextKey(key)) return t(key);
  const kind = `op.${name.split('.')[0] ?? ''}`;
  return isTextKey(kind) ? t(kind) : name;
}

async function subject(args: object): Promise<string> {
  if ('hazard' in args && typeof args.hazard === 'string') {
    const hazard = await row('hazard', args.hazard);
    return hazard ? `${found(hazard)} ${hazard.number}` : '';
  }
  if ('inspection' in args && typeof args.inspection === 'string') {
    const record = await row('inspection', args.inspection);
    return record ? ((await point(record.point))?.name ?? '') : '';
  }
  if ('name' in args && typeof args.name === 'string') return args.name;
  if ('point' in args && typeof args.point === 'string')
    return (await point(args.point))?.name ?? '';
  if ('person' in args && typeof args.person === 'string') {
    return (await row('person', args.person))?.name ?? '';
  }
  return '';
}
