import type { Position } from '@thidua/events';
import type { Transaction } from 'kysely';
import type { EventKind } from './subjects.js';

/** Where an event stands and what it is about; the event itself is read from the log. */
export interface EntryRow {
  position: Position;
  event_id: string;
  /** Position of the event that it followed from. */
  caused_by: Position | null;
  type: string;
  kind: EventKind;
  /** The subject whose readers it is judged by. */
  subject_id: string | null;
  campaign_id: string | null;
  /** The unit whose auditors find it. */
  unit_id: string | null;
  user_id: string;
  recorded_at: string;
}

/** What a history can be asked of, with what its readers are judged by as it stands now. */
export interface SubjectRow {
  subject_id: string;
  kind: EventKind;
  campaign_id: string | null;
  /** The organisation that it is, that issues or owns it, or that takes part. */
  org_id: string | null;
  unit_id: string | null;
  receiver_org_id: string | null;
  /** JSON list of who contributes beside the owner. */
  partner_org_ids: string;
  approved: 0 | 1;
  /** Of a case: what it is about. */
  of_id: string | null;
}

export interface HistoryTables {
  history_entry: EntryRow;
  /** An event may concern several subjects; that of a case is for those who read the case. */
  history_of: { subject_id: string; position: Position; case_id: string | null };
  history_subject: SubjectRow;
}

export type HistoryRows = Transaction<HistoryTables>;
