// What travels between the phone and the server, as docs/wire.md says it.

export type Role =
  | 'inspector'
  | 'kitchen_manager'
  | 'staff'
  | 'safety_office'
  | 'vice_principal'
  | 'principal'
  | 'bureau_officer';
export type Grade = 'general' | 'larger' | 'major';
export type HazardState =
  | 'registered'
  | 'assessed'
  | 'assigned'
  | 'rectifying'
  | 'rectified'
  | 'rechecked'
  | 'approved'
  | 'struck_off'
  | 'void';
export type HazardMove =
  | 'assess'
  | 'assign'
  | 'start'
  | 'rectify'
  | 'recheck'
  | 'approve'
  | 'accept'
  | 'return'
  | 'void_ask'
  | 'void';
export type HazardEventKind = HazardMove | 'register' | 'found_again' | 'fix_on_spot';
export type Capture = 'live' | 'camera' | 'file';
export type PresenceWay = 'scan' | 'link' | 'typed' | 'none';
export type Verdict = 'applied' | 'superseded' | 'refused' | 'held' | 'waiting' | 'unknown';
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export interface Words {
  zh: string;
  en: string;
}

export interface Presence {
  way: PresenceWay;
  code: string | null;
  at_ms: number;
}

export interface Photo {
  sha256: string;
  size: number;
  width: number;
  height: number;
  capture: Capture;
  taken_ms: number;
}

export interface Drawing {
  width: number;
  height: number;
  strokes: number[][];
}

export interface Answer {
  item: string;
  row: string;
  values: Record<string, string | number | string[]>;
  note: string;
  photos: Photo[];
  fixed: { photos: Photo[]; note: string } | null;
}

interface OnHazard {
  hazard: string;
  seen: number;
}

interface PointArgs {
  point: string;
  name: string;
  place: string;
  type: string;
  checklists: string[];
  position: number;
}

/** The args of every operation a phone or a desk may send. */
export interface Operations {
  'inspection.submit': {
    inspection: string;
    point: string;
    checklist: string;
    version: number;
    started_ms: number;
    presence: Presence;
    supervisor: string | null;
    answers: Answer[];
  };
  'hazard.assess': OnHazard & { grade: Grade; reason: string; interim: string | null };
  'hazard.assign': OnHazard & {
    owner: string;
    supervisor: string;
    deadline_ms: number;
    measures: string;
    funds_yuan: number | null;
  };
  'hazard.start': OnHazard;
  'hazard.rectify': OnHazard & { note: string; photos: Photo[] };
  'hazard.recheck': OnHazard & { presence: Presence; note: string; photos: Photo[] };
  'hazard.approve': OnHazard & { opinion: string };
  'hazard.accept': OnHazard & { opinion: string };
  'hazard.return': OnHazard & { reason: string };
  'hazard.void_ask': OnHazard & { reason: string };
  'hazard.void': OnHazard & { reason: string };
  'point.add': PointArgs;
  'point.change': PointArgs;
  'point.retire': { point: string; reason: string };
  'label.issue': { point: string; code: string };
  'label.void': { code: string; reason: string };
  'person.add': { person: string; roles: Role[] };
  'person.rename': { person: string };
  'person.grant': { person: string; role: Role };
  'person.ungrant': { person: string; role: Role };
  'person.delegate': { person: string; role: 'principal'; from_ms: number; until_ms: number };
  'person.leave': { person: string };
  'operation.release': { operation: string };
}
export type OperationName = keyof Operations;

export interface Body<N extends OperationName = OperationName> {
  v: 1;
  id: string;
  name: N;
  organisation: string;
  person: string;
  device: string;
  device_seq: number;
  prev: string | null;
  wall_ms: number;
  skew_ms: number | null;
  skew_age_ms: number | null;
  tz: string;
  app: string;
  private: string | null;
  args: Operations[N];
}

/** What must be erasable one day; `salt` is added when it is sealed. */
export interface Secret {
  signature?: Drawing;
  texts?: Record<string, string>;
  name?: string;
  phone?: string;
}

export interface Envelope {
  device: string;
  body: string;
  private: string | null;
  signature: string;
}

export interface Receipt {
  /** `null` when the server could not read the body. */
  id: string | null;
  verdict: Verdict;
  code: string | null;
  organisation: string | null;
  journal_no: number | null;
  hash: string | null;
  received_ms: number;
  missing: string[];
}

export interface PushReply {
  receipts: Receipt[];
  upload_token: string | null;
  server_ms: number;
}

export interface OrganisationRow {
  id: string;
  kind: 'city' | 'district' | 'school';
  name: string;
  parent: string | null;
  tz: string;
  boarding: boolean;
}

export interface PersonRow {
  id: string;
  organisation: string;
  name: string;
  roles: Role[];
  left: boolean;
}

export interface PointRow {
  id: string;
  organisation: string;
  name: string;
  place: string;
  type: string;
  checklists: string[];
  position: number;
  active: boolean;
  labels: { code: string; void: boolean }[];
}

export interface InspectionRow {
  id: string;
  organisation: string;
  point: string;
  checklist: string;
  version: number;
  person: string;
  captured_ms: number;
  received_ms: number;
  failed: number;
  items: number;
  missing: string[];
}

export interface SuggestedDeadline {
  kind: 'at_once' | 'hours' | 'days' | 'until_done';
  n: number | null;
  text: Words;
}

export interface HazardEvent {
  id: string;
  kind: HazardEventKind;
  person: string;
  role: string;
  captured_ms: number;
  skew_ms: number | null;
  received_ms: number;
  applied: boolean;
  code: string | null;
  from_state: HazardState | null;
  to_state: HazardState | null;
  note: string;
  photos: string[];
  presence: PresenceWay | null;
  signature: Drawing | null;
  data: Record<string, Json>;
}

export interface HazardRow {
  id: string;
  organisation: string;
  organisation_name: string;
  number: string;
  point: string;
  point_name: string;
  checklist: string;
  checklist_version: number;
  item: string;
  row: string;
  item_text: Words;
  note: string;
  state: HazardState;
  grade: Grade | null;
  suggested_grade: Grade | null;
  suggested_deadline: SuggestedDeadline | null;
  fixed_on_spot: boolean;
  finder: string;
  owner: string | null;
  supervisor: string | null;
  rectifier: string | null;
  deadline_ms: number | null;
  measures: string | null;
  interim: string | null;
  found_ms: number;
  struck_off_ms: number | null;
  void_asked_by: string | null;
  version: number;
  missing: string[];
  before: string[];
  after: string[];
  names: Record<string, string>;
  events: HazardEvent[];
}

/** The rows a phone mirrors, by kind. */
export interface Rows {
  organisation: OrganisationRow;
  person: PersonRow;
  point: PointRow;
  inspection: InspectionRow;
  hazard: HazardRow;
}
export type RowKind = keyof Rows;

export interface PulledRow {
  kind: RowKind;
  id: string;
  seq: number;
  gone: boolean;
  data: Rows[RowKind] | null;
}

export interface PullReply {
  organisation: string;
  epoch: string;
  scope: string;
  next: number;
  more: boolean;
  rows: PulledRow[];
  watching: string[];
  library: string;
  server_ms: number;
}

export interface Me {
  person: string;
  name: string;
  roles: Role[];
  organisation: OrganisationRow;
  device: string;
  server_ms: number;
}

export interface Invitation {
  code: string;
  url: string;
  expires_ms: number;
}

export interface Page<T> {
  rows: T[];
  next: string | null;
}

export type HazardListRow = Omit<HazardRow, 'events'> & {
  waiting_for: { role: Role | null; person: string | null } | null;
};
export interface HazardCounts {
  open: number;
  overdue: number;
  to_assess: number;
  to_assign: number;
  to_recheck: number;
  to_approve: number;
  to_accept: number;
  struck_off: number;
}
export type InspectionListRow = InspectionRow & {
  point_name: string;
  person_name: string;
  title: Words;
};
export type InspectionDetail = InspectionListRow & {
  answers: Answer[];
  presence: PresenceWay;
  started_ms: number;
  signature: Drawing | null;
  texts: Record<string, string>;
  journal_no: number;
  hash: string;
  hazards: { id: string; number: string; item: string; state: HazardState }[];
};
export type PointListRow = PointRow & { last_inspection_ms: number | null; open_hazards: number };
export type PersonListRow = PersonRow & {
  phone: string | null;
  devices: {
    id: string;
    name: string;
    state: string;
    enrolled_ms: number;
    seen_ms: number | null;
  }[];
};
export interface HeldRow {
  id: string;
  name: OperationName;
  person: string;
  person_name: string;
  captured_ms: number;
  received_ms: number;
  code: string | null;
  journal_no: number;
}
export type SchoolRow = OrganisationRow & {
  open: number;
  major: number;
  overdue: number;
  last_inspection_ms: number | null;
  inspections_7d: number;
};
