import { type Acting, mayReadHistory } from '@thidua/authority';
import type { AnyRecorded, RecordedEvent } from '@thidua/events';
import type { CampaignTables, Standing } from '@thidua/service';
import type { Kysely } from 'kysely';
import type { HistoryTables } from '../history/history.rows.js';
import { type JudgedSubject, judgedSubjects } from '../history/readable-subject.js';
import { type EventKind, kindOf, namedBy } from '../history/subjects.js';

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

/** What nobody is told of has no name here. */
const toldAs: { readonly [Kind in EventKind]?: ChangeValue['type'] } = {
  campaign: 'CAMPAIGN',
  participation: 'PARTICIPATION',
  achievement: 'ACHIEVEMENT',
  report: 'REPORT',
  case: 'REVIEW',
};

const noticeOf = (change: ChangeValue, { row, subject }: JudgedSubject): Notice | null => {
  const { kind, campaign_id: campaignId, unit_id } = row;
  if (campaignId === null || subject === null) return null;
  return {
    change,
    campaignId,
    unitId: kind === 'campaign' ? null : unit_id,
    readable: (acting, { world }) => mayReadHistory(acting, subject, world),
  };
};

/** What a batch is told as, in log order: each event once, about the one thing it changed; the rows know the batch already. */
export const noticesOf = async (
  batch: readonly RecordedEvent[],
  readModels: Kysely<unknown>,
): Promise<readonly Notice[]> => {
  const changes = batch.flatMap((event): readonly ChangeValue[] => {
    const type = toldAs[kindOf(event.type)];
    const [id] = namedBy(event as AnyRecorded);
    const { position, receipt } = event;
    return type === undefined || id === undefined ? [] : [{ type, id, position, receipt }];
  });
  const subjects = await judgedSubjects(
    readModels as Kysely<HistoryTables>,
    readModels as Kysely<CampaignTables>,
    changes.map(({ id }) => id),
  );
  return changes.flatMap((change) => {
    const subject = subjects.get(change.id);
    return (subject && noticeOf(change, subject)) ?? [];
  });
};
