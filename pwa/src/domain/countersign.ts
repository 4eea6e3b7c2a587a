// The second signature on a form: which records still want one, and whom such forms usually wait for.
import type { InspectionRow, Role } from '../wire/wire';
import type { Checklist, Item } from './checklist';

const ANY_FORM: readonly Role[] = ['safety_office', 'vice_principal', 'principal'];
/** Who runs a kitchen signs what was filled in there. */
const OWN_FORMS: readonly Role[] = ['kitchen_manager'];

export function isForTwo({ fields }: Pick<Item, 'fields'>): boolean {
  return fields.some((field) => field.type === 'signature' && field.signers === 2);
}

export function wantsSecond(row: Pick<InspectionRow, 'signers' | 'countersigned_by'>): boolean {
  return row.signers === 2 && row.countersigned_by === null;
}

/** Who handed it in does not sign twice, and a bureau only looks on. */
export function maySign(row: InspectionRow, person: string, organisation: string): boolean {
  return wantsSecond(row) && row.person !== person && row.organisation === organisation;
}

/** Anybody else of the school may sign too: they are not reminded of it. */
export function usuallySigns(
  roles: readonly Role[],
  form: Pick<Checklist, 'roles'> | null,
): boolean {
  const own = form?.roles.some((role) => OWN_FORMS.includes(role) && roles.includes(role));
  return own === true || roles.some((role) => ANY_FORM.includes(role));
}
