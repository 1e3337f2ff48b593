import { mayAudit, mayReadOrganisation } from '@thidua/authority';
import { localDateOf } from '@thidua/event-sourcing';
import { type Position, type RecordedEvent, sealedData } from '@thidua/events';
import {
  actingIn,
  actorOf,
  type CampaignDocument,
  type Language,
  organisationName,
  type RegistryView,
  type Standing,
} from '@thidua/service';
import type { EntryRow } from './history.rows.js';
import { reasonOf, summaryOf } from './sentences.js';
import type { EventKind } from './subjects.js';

/** GraphQL's HistoryEntry. */
export interface HistoryEntryValue {
  readonly position: Position;
  readonly recordedAt: string;
  readonly type: string;
  readonly summary: string;
  readonly actor: ReturnType<typeof actorOf> | null;
  readonly reason: string | null;
  readonly data: unknown;
  readonly causedBy: Position | null;
}

/** Who reads work and cases reads who did what to them, too. */
const namesItsPeople: ReadonlySet<EventKind> = new Set(['achievement', 'report', 'case']);

/** Units and campaigns are read by many: their people are named to those who read their officers, and to auditors. */
const readsActor = ({ kind }: EntryRow, { actor }: RecordedEvent, standing: Standing): boolean => {
  const acting = actingIn(standing);
  if (acting === null) return false;
  if (namesItsPeople.has(kind) || acting.appointment.role === 'AUDITOR') return true;
  const org = actor.orgId === null ? undefined : standing.world.organisation(actor.orgId);
  return org !== undefined && mayReadOrganisation(acting, org, standing.world);
};

/** What an entry is told with. */
export interface Telling {
  readonly standing: Standing;
  readonly view: RegistryView;
  readonly language: Language;
  readonly campaignOf: (campaignId: string) => CampaignDocument | null;
}

export const historyEntry = (
  row: EntryRow,
  event: RecordedEvent,
  { standing, view, language, campaignOf }: Telling,
): HistoryEntryValue => {
  const campaign = row.campaign_id === null ? null : campaignOf(row.campaign_id);
  const on = localDateOf(Date.parse(event.recordedAt));
  const { orgId } = event.actor;
  const actor = {
    ...actorOf(event.actor, event.via, view),
    organisation: orgId === null ? null : organisationName(view, orgId, on),
  };
  return {
    position: row.position,
    recordedAt: event.recordedAt,
    type: row.type,
    summary: summaryOf(event, { view, language, campaign }),
    actor: readsActor(row, event, standing) ? actor : null,
    reason: reasonOf(event),
    data: mayAudit(actingIn(standing), row.unit_id, standing.world) ? sealedData(event) : null,
    causedBy: row.caused_by,
  };
};
