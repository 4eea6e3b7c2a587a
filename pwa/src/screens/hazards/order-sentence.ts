// What a leader signs when ordering a hazard to be rectified: all of the first order, of another one what it changes.
import { wallMoment, wallText } from '../../domain/date-field';
import { t } from '../../i18n';
import type { HazardRow } from '../../wire/wire';
import { zone } from '../words';
import { isAgain, type AssessForm, type Parts } from './assess';
import { changesBetween } from './reassigned';
import { gradeWord, titleOf } from './words';

type NameOf = (person: string) => string;

export function orderSentence(
  form: AssessForm,
  row: HazardRow,
  parts: Parts,
  nameOf: NameOf,
): string {
  const what = titleOf(row);
  if (isAgain(parts)) {
    const changes = changesOf(form, row, nameOf).join(t('return.join'));
    return t('assess.sentenceAgain', { what, changes, reason: form.reason.trim() });
  }
  return t('assess.sentence', {
    what,
    grade: gradeWord(form.grade || null),
    owner: nameOf(form.owner),
    supervisor: nameOf(form.supervisor),
    deadline: form.deadline.replace('T', ' '),
    measures: form.measures.trim(),
  });
}

function changesOf(form: AssessForm, row: HazardRow, nameOf: NameOf): string[] {
  const { owner, supervisor } = form;
  // The field holds minutes: a date that nobody touched is not a change of its seconds.
  const isKept = row.deadline_ms !== null && wallText(zone(), row.deadline_ms) === form.deadline;
  const deadline_ms = isKept ? row.deadline_ms : wallMoment(zone(), form.deadline);
  const [measures, funds] = [form.measures.trim(), form.funds.trim()];
  const known = (person: string) => nameOf(person) || (row.names[person] ?? '');
  return [
    ...changesBetween({ ...row }, { owner, supervisor, deadline_ms }, known),
    ...(measures === (row.measures ?? '').trim() ? [] : [t('event.measures', { text: measures })]),
    ...(funds === '' ? [] : [t('event.funds', { n: funds })]),
  ];
}
