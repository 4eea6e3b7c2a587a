// The form of a re-check: what was seen at the point belongs to the work it was seen of.
import type { Photo, Presence } from '../../wire/wire';

export interface RecheckForm {
  presence: Presence | null;
  note: string;
  photos: Photo[];
  /** The report of work that was looked at; null = not known. */
  work: string | null;
}

export const UNSEEN: RecheckForm = { presence: null, note: '', photos: [], work: null };

/** A code that was not scanned here may have been read off at a desk: the place is shown by a photo then. */
export const isUnscanned = ({ presence }: RecheckForm): boolean =>
  presence !== null && presence.way !== 'scan';

export const wantsPhoto = (form: RecheckForm): boolean =>
  isUnscanned(form) && form.photos.length === 0;

/** What is left of the form for this work; null = all of it. */
export function forThisWork(form: RecheckForm, work: string | null): RecheckForm | null {
  if (form.work === work || (form.work === null && form.presence === null)) return null;
  // A refused one that was opened again does not say of which work it was: its words and photos stay.
  return form.work === null ? { ...form, presence: null } : UNSEEN;
}
