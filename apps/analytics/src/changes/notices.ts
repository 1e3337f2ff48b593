import { type Acting, mayReadCase, mayReadParticipation, mayReadWork } from '@thidua/authority';
import {
  type AnyRecorded,
  achievementEvents,
  campaignEvents,
  participationEvents,
  participationIdOf,
  type RecordedEvent,
  reportEvents,
  reviewEvents,
} from '@thidua/events';
import type { Duty, ReportBook } from '@thidua/reporting';
import {
  type CampaignTables,
  campaignReadable,
  campaignsById,
  type Standing,
  type StoredCampaign,
} from '@thidua/service';
import type { Kysely } from 'kysely';
import {
  type CaseSubject,
  caseSubjects,
  type SubjectTables,
  type WorkSubject,
  workSubjects,
} from './subjects.projection.js';

/** GraphQL's Change. */
export interface ChangeValue {
  readonly type: 'CAMPAIGN' | 'PARTICIPATION' | 'ACHIEVEMENT' | 'REPORT' | 'REVIEW' | 'ALL';
  readonly id: string;
  readonly position: number;
  readonly receipt: number;
}

/** A change with what decides who is told of it. */
export interface Notice {
  readonly change: ChangeValue;
  readonly campaignId: string;
  /** The unit it stands in; null: the campaign itself, which concerns all of them. */
  readonly unitId: string | null;
  /** The reading rule of what changed. */
  readonly readable: (acting: Acting, standing: Standing) => boolean;
}

/** What notices are made of: rows and memory that know the events already. */
export interface NoticeSources {
  readonly readModels: Kysely<unknown>;
  readonly book: Pick<ReportBook, 'duty'>;
}

/** What an event is about, or null where nobody is told of it. */
interface Named {
  readonly type: Exclude<ChangeValue['type'], 'ALL'>;
  readonly id: string;
  readonly event: AnyRecorded;
}

type Ids = {
  readonly campaignId?: string;
  readonly orgId?: string;
  readonly achievementId?: string;
  readonly reportId?: string;
  readonly reviewId?: string;
  readonly subject?: { readonly achievementId: string };
};

const named = (event: RecordedEvent): Named | null => {
  const known = event as AnyRecorded;
  const data = known.data as Ids;
  const about = (type: Named['type'], id: string | undefined): Named | null =>
    id === undefined ? null : { type, id, event: known };
  if (event.type in campaignEvents) return about('CAMPAIGN', data.campaignId);
  if (event.type in participationEvents)
    return about('PARTICIPATION', participationIdOf(data.campaignId ?? '', data.orgId ?? ''));
  if (event.type in achievementEvents) return about('ACHIEVEMENT', data.achievementId ?? data.subject?.achievementId);
  if (event.type in reportEvents) return about('REPORT', data.reportId);
  if (event.type in reviewEvents) return about('REVIEW', data.reviewId);
  return null;
};

/** What is known of all that a batch is about. */
interface Known {
  readonly works: ReadonlyMap<string, WorkSubject>;
  readonly cases: ReadonlyMap<string, CaseSubject>;
  readonly campaigns: ReadonlyMap<string, StoredCampaign>;
  readonly book: Pick<ReportBook, 'duty'>;
}

type Judged = Omit<Notice, 'change'>;

/** A report that was accepted is read like approved work. */
const ofReport = ({ campaignId, orgId, unitId, receiverOrgId, status }: Duty): Judged => {
  const work = { ownerOrgId: orgId, ownerUnitId: unitId, receiverOrgId, partnerOrgIds: [] };
  const approved = status === 'ACCEPTED';
  return { campaignId, unitId, readable: (acting, { world }) => mayReadWork(acting, { ...work, approved }, world) };
};

const ofParticipation = (event: AnyRecorded, { campaigns }: Known): Judged | null => {
  const { campaignId, orgId, unitId } = event.data as { campaignId: string; orgId: string; unitId: string };
  const campaign = campaigns.get(campaignId);
  if (!campaign) return null;
  return {
    campaignId,
    unitId,
    readable: (acting, standing) => {
      const organisation = standing.world.organisation(orgId);
      return (
        organisation !== undefined &&
        campaignReadable(campaign, standing) &&
        mayReadParticipation(acting, organisation, standing.world)
      );
    },
  };
};

const judgedBy: { readonly [Type in Named['type']]: (named: Named, known: Known) => Judged | null } = {
  CAMPAIGN: ({ id }, { campaigns }) => {
    const campaign = campaigns.get(id);
    return campaign
      ? { campaignId: id, unitId: null, readable: (_, standing) => campaignReadable(campaign, standing) }
      : null;
  },
  PARTICIPATION: ({ event }, known) => ofParticipation(event, known),
  ACHIEVEMENT: ({ id }, { works }) => {
    const work = works.get(id);
    if (!work) return null;
    const { campaignId, ownerUnitId: unitId } = work;
    return { campaignId, unitId, readable: (acting, { world }) => mayReadWork(acting, work, world) };
  },
  REPORT: ({ id }, { book }) => {
    const duty = book.duty(id);
    return duty && ofReport(duty);
  },
  REVIEW: ({ id }, { cases }) => {
    const work = cases.get(id);
    if (!work) return null;
    const { campaignId, ownerUnitId: unitId } = work;
    return { campaignId, unitId, readable: (acting, { world }) => mayReadCase(acting, work, world) };
  },
};

const idsOf = (all: readonly Named[], type: Named['type']): readonly string[] => [
  ...new Set(all.flatMap((one) => (one.type === type ? one.id : []))),
];

const campaignsOf = async (
  readModels: Kysely<unknown>,
  all: readonly Named[],
): Promise<ReadonlyMap<string, StoredCampaign>> => {
  const ids = all.flatMap(({ type, event }) =>
    type === 'CAMPAIGN' || type === 'PARTICIPATION' ? ((event.data as Ids).campaignId ?? []) : [],
  );
  const unique = [...new Set(ids)];
  if (unique.length === 0) return new Map();
  const found = await campaignsById(readModels as Kysely<CampaignTables>, unique);
  return new Map(found.flatMap((one) => (one ? [[one.campaignId, one]] : [])));
};

/** What a batch is told as, in log order: each event once, about the one thing it changed. */
export const noticesOf = async (
  batch: readonly RecordedEvent[],
  { readModels, book }: NoticeSources,
): Promise<readonly Notice[]> => {
  const all = batch.flatMap((event) => named(event) ?? []);
  const subjects = readModels as Kysely<SubjectTables>;
  const known: Known = {
    works: await workSubjects(subjects, idsOf(all, 'ACHIEVEMENT')),
    cases: await caseSubjects(subjects, idsOf(all, 'REVIEW')),
    campaigns: await campaignsOf(readModels, all),
    book,
  };
  return all.flatMap((one) => {
    const judged = judgedBy[one.type](one, known);
    const { type, id, event } = one;
    return judged ? [{ ...judged, change: { type, id, position: event.position, receipt: event.receipt } }] : [];
  });
};
