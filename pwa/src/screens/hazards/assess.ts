// Grading and the order to rectify as one form: what is missing, and the moves it becomes.
import type { Work } from '../../actions/enqueue';
import { moveTogether, moving } from '../../actions/move-hazard';
import { suggestedDeadline, wallMoment, wallText } from '../../domain/date-field';
import { t, type TextKey } from '../../i18n';
import type { Drawing, Grade, HazardRow } from '../../wire/wire';
import { zone } from '../words';

export interface AssessForm {
  grade: Grade | '';
  reason: string;
  interim: string;
  owner: string;
  supervisor: string;
  /** As the date field writes it. */
  deadline: string;
  measures: string;
  funds: string;
}

/** Grade, order, or both in one page. */
export interface Parts {
  grade: boolean;
  order: boolean;
}

export const EMPTY: AssessForm = {
  grade: '',
  reason: '',
  interim: '',
  owner: '',
  supervisor: '',
  deadline: '',
  measures: '',
  funds: '',
};

/** What is known already; a date that passed meanwhile is suggested anew. */
export function prefilled(row: HazardRow, now_ms: number): AssessForm {
  const suggested = suggestedDeadline(row.suggested_deadline, now_ms, zone());
  const deadline = row.deadline_ms ?? suggested;
  return {
    ...EMPTY,
    grade: row.grade ?? row.suggested_grade ?? '',
    interim: row.interim ?? '',
    owner: row.owner ?? '',
    supervisor: row.supervisor ?? '',
    deadline: deadline === null ? '' : wallText(zone(), deadline),
    measures: row.measures ?? '',
  };
}

export type Errors = Partial<Record<keyof AssessForm, string>>;

/** Ordered before, so who and until when changes only with a reason. */
export const isAgain = ({ grade, order }: Parts): boolean => order && !grade;

export function errorsIn(form: AssessForm, row: HazardRow, parts: Parts, now_ms: number): Errors {
  return {
    ...(parts.grade && gradeErrors(form, row)),
    ...(isAgain(parts) && againErrors(form, row, now_ms)),
    ...(parts.order && orderErrors(form, now_ms)),
  };
}

const ORDERED = ['owner', 'supervisor', 'deadline', 'measures', 'funds'] as const;

/** An order that changes nothing would only tell its owner a reason for nothing. */
function againErrors(form: AssessForm, row: HazardRow, now_ms: number): Errors {
  const known = prefilled(row, now_ms);
  const isSame = ORDERED.every((field) => form[field].trim() === known[field].trim());
  return missing({
    owner: isSame ? 'assess.unchanged' : null,
    reason: form.reason.trim() ? null : 'assess.againMissing',
  });
}

function gradeErrors(form: AssessForm, row: HazardRow): Errors {
  const differs = form.grade !== (row.grade ?? row.suggested_grade);
  return missing({
    grade: form.grade ? null : 'assess.gradeMissing',
    reason: differs && !form.reason.trim() ? 'assess.reasonMissing' : null,
    interim: form.grade === 'major' && !form.interim.trim() ? 'assess.interimMissing' : null,
  });
}

function orderErrors(form: AssessForm, now_ms: number): Errors {
  const isSame = form.owner !== '' && form.owner === form.supervisor;
  return missing({
    owner: form.owner ? null : 'assess.ownerMissing',
    supervisor: isSame ? 'assess.samePerson' : form.supervisor ? null : 'assess.supervisorMissing',
    deadline: deadlineProblem(form.deadline, now_ms),
    measures: form.measures.trim() ? null : 'assess.measuresMissing',
    funds: /^\d{0,9}$/.test(form.funds.trim()) ? null : 'assess.fundsWrong',
  });
}

export function deadlineProblem(text: string, now_ms: number): TextKey | null {
  const deadline_ms = wallMoment(zone(), text);
  if (deadline_ms === null) return 'assess.deadlineMissing';
  return deadline_ms <= now_ms ? 'assess.deadlinePast' : null;
}

function missing(found: Partial<Record<keyof AssessForm, TextKey | null>>): Errors {
  return Object.fromEntries(
    Object.entries(found).flatMap(([field, key]) => (key ? [[field, t(key)]] : [])),
  );
}

/** Grading first: the order is to a graded hazard. Both are kept or neither, or trying again would grade it twice. */
export async function keepAssessment(
  form: AssessForm,
  row: HazardRow,
  parts: Parts,
  drawing: Drawing | null,
  step: string,
): Promise<void> {
  await moveTogether(
    [
      ...(parts.grade ? grading(form, row) : []),
      ...(parts.order ? order(form, row, parts, drawing) : []),
    ],
    step,
  );
}

function grading(form: AssessForm, row: HazardRow): Work[] {
  const { grade } = form;
  const reason = form.reason.trim();
  if (grade === '' || (grade === row.grade && reason === '')) return [];
  const interim = grade === 'major' ? form.interim.trim() : null;
  return [moving(row, 'assess', { grade, reason, interim })];
}

function order(form: AssessForm, row: HazardRow, parts: Parts, drawing: Drawing | null): Work[] {
  const deadline_ms = wallMoment(zone(), form.deadline);
  if (deadline_ms === null) return [];
  const { owner, supervisor } = form;
  const reason = isAgain(parts) ? form.reason.trim() : '';
  const measures = form.measures.trim();
  const funds = form.funds.trim();
  const funds_yuan = funds === '' ? null : Number(funds);
  return [
    moving(
      row,
      'assign',
      { owner, supervisor, deadline_ms, measures, funds_yuan, reason },
      drawing,
    ),
  ];
}
