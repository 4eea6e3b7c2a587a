// What became of a rescue file, in a person's words: the numbers first, then what is still to be done.
import type { Imported } from '../../actions/import-rescue';
import { t } from '../../i18n';
import type { Fact } from '../../ui/types';
import { problemText } from '../problem';

export interface Told {
  tone: 'ok' | 'warn' | 'bad';
  title: string;
  text: string;
}

/** The device is of another installation, or younger than the copy that was put back. */
const STRANGER = 'op.device_unknown';

export function factsOf({ accepted, there, held, waiting, refused, photos, unsent }: Imported) {
  const counts: [string, number][] = [
    [t('rescue.accepted'), accepted],
    [t('rescue.there'), there],
    [t('rescue.held'), held],
    [t('rescue.waiting'), waiting],
    [t('rescue.refused'), sum(refused)],
    [t('rescue.unsent'), unsent],
  ];
  const facts: Fact[] = counts
    .filter(([, n]) => n > 0)
    .map(([label, n]) => ({ label, value: t('rescue.count', { n }) }));
  if (photos.sent > 0) {
    facts.push({ label: t('rescue.photos'), value: t('receipt.sheets', { n: photos.sent }) });
  }
  return facts;
}

export function toldOf(done: Imported): Told[] {
  const { accepted, there, held, waiting, refused, photos, unsent } = done;
  const told: Told[] = [];
  const say = (tone: Told['tone'], title: string, text: string) => told.push({ tone, title, text });
  const all = accepted + there + held + waiting + sum(refused) + unsent;
  if (all === 0) say('warn', t('rescue.empty'), t('rescue.emptyText'));
  if (!done.isWhole) say('bad', t('rescue.cut', { n: all }), t('rescue.cutText'));
  if (done.stopped !== null) {
    say('bad', t('rescue.stopped', { why: problemText(done.stopped) }), t('rescue.stoppedText'));
  }
  for (const [code, n] of refused) {
    if (code === STRANGER) say('bad', t('rescue.stranger', { n }), t('rescue.strangerText'));
    else say('bad', t('rescue.refusedFor', { n }), problemText(code));
  }
  if (held > 0) say('warn', t('rescue.heldFor', { n: held }), t('rescue.heldText'));
  if (waiting > 0) say('warn', t('rescue.waitingFor', { n: waiting }), t('rescue.waitingText'));
  const { absent, damaged } = photos;
  if (absent > 0) say('warn', t('rescue.absent', { n: absent }), t('rescue.photoText'));
  if (damaged > 0) say('warn', t('rescue.damaged', { n: damaged }), t('rescue.photoText'));
  for (const [code, n] of photos.refused) {
    say('bad', t('rescue.photoRefused', { n }), problemText(code));
  }
  if (told.length === 0) say('ok', t('rescue.done'), t('rescue.doneText'));
  return told;
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((all, n) => all + n, 0);
}
