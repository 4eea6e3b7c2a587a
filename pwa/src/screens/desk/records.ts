// One inspection read back: its result in a tag, its answers in words, section by section.
import type { Checklist, Field, Item } from '../../domain/checklist';
import { isForTwo, wantsSecond } from '../../domain/countersign';
import { dayIn } from '../../domain/clock';
import { fieldName } from '../../domain/rows';
import { resultOf, tally, type Result } from '../../domain/tally';
import { t } from '../../i18n';
import type { IconName } from '../../ui/icons';
import type { Tone } from '../../ui/types';
import type { Answer, InspectionDetail, InspectionRow, Photo } from '../../wire/wire';
import { rowWord } from '../hazards/words';
import { tallyText } from '../tally';
import { plainNumber, said, span, unitWord, zone } from '../words';

/** Nobody is blamed for an hour without a signal. */
const LATE_MS = 3_600_000;

interface Tag {
  icon: IconName;
  label: string;
  tone: Tone;
}

export function resultTag({ failed }: InspectionRow): Tag {
  return failed > 0
    ? { icon: 'cross', label: t('inspections.failed', { n: failed }), tone: 'bad' }
    : { icon: 'check', label: t('inspections.passed'), tone: 'ok' };
}

export function uploadTag({ missing, captured_ms, received_ms }: InspectionRow): Tag {
  const late_ms = received_ms - captured_ms;
  if (missing.length > 0) {
    return { icon: 'image', label: t('inspections.missing', { n: missing.length }), tone: 'warn' };
  }
  return late_ms > LATE_MS
    ? { icon: 'clock', label: t('inspections.late', { time: span(late_ms) }), tone: 'plain' }
    : { icon: 'received', label: t('inspections.inTime'), tone: 'plain' };
}

export interface AnsweredItem {
  key: string;
  number: number;
  text: string;
  verdict: Result;
  /** Its second signature has not been given. */
  waits: boolean;
  /** Measured and chosen values; a plain pass needs no words. */
  values: string[];
  note: string;
  fixed: string | null;
  photos: Photo[];
}

export interface AnsweredSection {
  key: string;
  title: string;
  items: AnsweredItem[];
}

export function answeredSections(detail: InspectionDetail, form: Checklist): AnsweredSection[] {
  const day = dayIn(zone(), detail.captured_ms);
  return form.sections.flatMap(({ key, title, items }) => {
    const own = detail.answers.filter(({ item }) => items.some((each) => each.key === item));
    const rows = [...new Set(own.map(({ row }) => row))];
    return rows.map((row) => ({
      key: `${key}.${row}`,
      title: [said(title), detail.texts[`${key}..${row}`] ?? rowWord(row)]
        .filter(Boolean)
        .join(' · '),
      items: items.flatMap((item) => {
        const answer = own.find((each) => each.item === item.key && each.row === row);
        const waits = wantsSecond(detail) && isForTwo(item);
        return answer ? [{ ...answeredItem(item, answer, detail.texts, day), waits }] : [];
      }),
    }));
  });
}

/** 12 项（不适用 2 · 没填 1） */
export function checkedText(detail: InspectionDetail, form: Checklist): string {
  const day = dayIn(zone(), detail.captured_ms);
  return tallyText(tally(form, detail.answers, day));
}

function answeredItem(
  item: Item,
  answer: Answer,
  texts: Record<string, string>,
  day: string,
): Omit<AnsweredItem, 'waits'> {
  const { fixed } = answer;
  return {
    key: item.key,
    number: item.number,
    text: said(item.text),
    verdict: resultOf(item, answer.values, day),
    values: item.fields.flatMap((field) => {
      const value = valueText(
        field,
        answer.values[field.key],
        texts[fieldName(item.key, field.key, answer.row)],
      );
      return value === '' ? [] : [field.label ? `${said(field.label)} ${value}` : value];
    }),
    note: answer.note,
    fixed:
      fixed &&
      (fixed.note ? t('inspection.fixed', { note: fixed.note }) : t('inspection.fixedPlain')),
    photos: [...answer.photos, ...(fixed?.photos ?? [])],
  };
}

function valueText(
  field: Field,
  value: string | number | string[] | undefined,
  secret: string | undefined,
): string {
  if (field.type === 'text' && field.restricted) return secret ?? t('inspection.gone');
  if (value === undefined || field.type === 'pass_fail') return '';
  if (field.type === 'number' && typeof value === 'number') {
    return [plainNumber(value), unitWord(field.unit ?? '')].filter(Boolean).join(' ');
  }
  if (field.type === 'choice' && Array.isArray(value)) {
    const chosen = field.options.filter(({ key }) => value.includes(key));
    return chosen.map(({ text }) => said(text)).join('、');
  }
  return String(value);
}
