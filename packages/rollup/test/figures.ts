import type { EventData, Line, Subject } from '@thidua/events';
import {
  type Cells,
  type Fact,
  type FactsAsOf,
  FactTable,
  type FigureEventType,
  factsOf,
  type Positioned,
} from '../src/index.js';

export const campaignId = 'tra-vinh-2022';

/** A line of metres; what a test does not speak of is filled in. */
export const line = (value: number, effectiveOn: string, more: Partial<Omit<Line, 'quantity'>> = {}): Line => ({
  lineId: `${effectiveOn}-${value}`,
  metric: 'road_m',
  quantity: { value },
  effectiveOn,
  ...more,
});

/** An achievement and the figure events of its life, each at the position given. */
export const achievement = (lines: readonly Line[], about: Partial<Subject> = {}) => {
  const ownerOrgId = about.ownerOrgId ?? 'committee';
  const ownerUnitId = about.ownerUnitId ?? 'commune';
  const subject: Subject = {
    achievementId: 'road',
    campaignId,
    areaCode: '2.1',
    ownerOrgId,
    ownerUnitId,
    contributions: [{ orgId: ownerOrgId, unitId: ownerUnitId, role: 'LEAD', shareBp: 10_000 }],
    ...about,
  };
  const verdict: EventData<'AchievementApproved.v1'> = {
    submissionNo: 1,
    reviewId: 'case',
    subject,
    lines: [...lines],
  };
  return {
    submitted: (position: number): Positioned => ({
      type: 'AchievementSubmitted.v1',
      position,
      data: { submissionNo: 1, receiverOrgId: 'receiver', subject, lines: [...lines], submittedBy: ['clerk'] },
    }),
    returned: (position: number): Positioned => ({ type: 'AchievementReturned.v1', position, data: verdict }),
    approved: (position: number): Positioned => ({ type: 'AchievementApproved.v1', position, data: verdict }),
  };
};

export type FigureEvent = Extract<Positioned, { type: FigureEventType }>;

/** The facts of events in the order of their positions. */
export const tableOf = (events: readonly Positioned[]): FactTable => {
  const table = new FactTable(campaignId);
  for (const event of [...events].sort((a, b) => a.position - b.position)) {
    for (const fact of factsOf(event)) table.append(fact);
  }
  return table;
};

/** A fact as a test of the table itself needs it. */
export const fact = (more: Partial<Fact> = {}): Fact => ({
  campaignId,
  unitId: 'commune',
  areaCode: '2.1',
  metric: 'road_m',
  effectiveOn: '2022-01-15',
  position: 1,
  plane: 'approved',
  sign: 1,
  value: 100,
  ...more,
});

/** The one figure of a question, as `[approved value, its lines, pending value, its lines]`. */
export const only = (cells: Cells): readonly number[] => {
  const [figure, ...more] = cells.figures();
  if (more.length > 0) throw new Error('more than one figure');
  return figure
    ? [figure.approved.value, figure.approved.count, figure.pending.value, figure.pending.count]
    : [0, 0, 0, 0];
};

/** The whole period up to a day, as known at a position. */
export const upTo = (to: string, knownUpTo?: number): FactsAsOf => ({ from: '2022-01-01', to, knownUpTo });
