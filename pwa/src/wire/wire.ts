// What travels between the phone and the server, by our names: the server's own types, and the little OpenAPI cannot say.
import type { components } from './schema';

type Schemas = components['schemas'];

export type Me = Schemas['Me'];
export type Role = Me['roles'][number];
export type Words = Schemas['Text'];
export type Presence = Schemas['Presence'];
export type PresenceWay = Presence['way'];
export type Photo = Schemas['Photo'];
export type Capture = Photo['capture'];
export type Drawing = Schemas['Strokes'];
export type Answer = Schemas['Answer'];
export type Device = Schemas['ShownDevice'];
/** Which of a device's own operations the server does not have. */
export type Gaps = Schemas['Gaps'];
export type Invitation = Schemas['Invited'];

export type OrganisationRow = Schemas['OrganisationRow'];
export type PersonRow = Schemas['PersonData'];
export type PointRow = Schemas['PointData'];
export type InspectionRow = Schemas['InspectionData'];
export type HazardRow = Schemas['HazardData'];
export type HazardState = HazardRow['state'];
export type Grade = NonNullable<HazardRow['grade']>;
export type SuggestedDeadline = Schemas['Deadline'];
export type HazardEvent = Schemas['EventData'];
export type HazardEventKind = HazardEvent['kind'];

export type HazardListRow = Schemas['HazardLine'];
export type WaitingFor = Schemas['WaitingFor'];
export type HazardCounts = Schemas['Counts'];
export type InspectionListRow = Schemas['InspectionLine'];
export type InspectionDetail = Schemas['InspectionWhole'];
export type PointListRow = Schemas['PointLine'];
export type VisitRow = Schemas['Visit'];
export type PersonListRow = Schemas['Listed'];
export type HeldRow = Schemas['HeldOperation'];
export type HeldContent = Schemas['HeldContent'];
export type SchoolRow = Schemas['School'];

export interface Page<T> {
  rows: T[];
  next: string | null;
}

// What `system.` names is the server's own to send.
type Sendable = Exclude<Schemas['Operation'], { name: `system.${string}` }>;
export type OperationName = Sendable['name'];
/** The args of every operation a phone or a desk may send. */
export type Operations = {
  [Name in OperationName]: Extract<Sendable, { name: Name }>['args'];
};
type MoveIn<Name> = Name extends `hazard.${infer Move}` ? Move : never;
export type HazardMove = MoveIn<OperationName>;

/** What is signed. */
export type Body<N extends OperationName = OperationName> = Omit<
  Schemas['Body'],
  'name' | 'args'
> & {
  name: N;
  args: Operations[N];
};

/** What must be erasable one day; `salt` is added when it is sealed. */
export type Secret = Partial<{
  [Field in Exclude<keyof Schemas['Private'], 'salt'>]: NonNullable<Schemas['Private'][Field]>;
}>;

export type Envelope = Schemas['Envelope'];
export type Receipt = Schemas['Receipt'];
export type Verdict = Receipt['verdict'];
/** A receipt without an id is for a body the server could not read. */
export type NamedReceipt = Receipt & { id: string };
export type PushReply = Schemas['Pushed'];

/** The rows a phone mirrors, by kind. */
export interface Rows {
  organisation: OrganisationRow;
  person: PersonRow;
  point: PointRow;
  inspection: InspectionRow;
  hazard: HazardRow;
}
export type RowKind = Schemas['Row']['kind'];
export type PulledRow = Omit<Schemas['Row'], 'data'> & { data: Rows[RowKind] | null };
export type PullReply = Omit<Schemas['Pulled'], 'rows'> & { rows: PulledRow[] };
