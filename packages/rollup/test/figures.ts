import type { EventData, Line, LineQuantity, Subject } from '@thidua/events';
import { UnitHistory } from '@thidua/hierarchy';
import {
  type Credit,
  type Fact,
  FactTable,
  type Figure,
  type FigureEventType,
  type FiguresAsOf,
  Forest,
  factsOf,
  type Positioned,
  type Quantity,
  rollUp,
} from '../src/index.js';

export const campaignId = 'tra-vinh-2022';

/** A line of metres, or of any quantity; what a test does not speak of is filled in. */
export const line = (
  quantity: number | LineQuantity,
  effectiveOn: string,
  more: Partial<Omit<Line, 'quantity'>> = {},
): Line => ({
  lineId: `${effectiveOn}-${JSON.stringify(quantity)}`,
  metric: 'road_m',
  quantity: typeof quantity === 'number' ? { value: quantity } : quantity,
  effectiveOn,
  ...more,
});

/** A line that names people. */
export const people = (members: readonly string[], effectiveOn: string, more: Partial<Line> = {}): Line =>
  line({ members: [...members] }, effectiveOn, { metric: 'person', lineId: effectiveOn, ...more });

export type FigureEvent = Extract<Positioned, { type: FigureEventType }>;

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
  const ruled = { submissionNo: 1, reviewId: 'case', subject };
  const verdict = { ...ruled, lines: [...lines] };
  const asked = { submissionNo: 1, receiverOrgId: 'receiver', subject, submittedBy: ['clerk'] };
  const amended = (after: readonly Line[]) => ({ before: [...lines], after: [...after] });
  const reason = 'mistyped';
  const event = <Type extends FigureEventType>(type: Type, position: number, data: EventData<Type>) =>
    ({ type, position, data }) as unknown as FigureEvent;
  return {
    submitted: (position: number) => event('AchievementSubmitted.v1', position, { ...asked, lines: [...lines] }),
    returned: (position: number) => event('AchievementReturned.v1', position, verdict),
    rejected: (position: number) => event('AchievementRejected.v1', position, verdict),
    withdrawn: (position: number) =>
      event('AchievementWithdrawn.v1', position, { submissionNo: 1, subject, lines: [...lines], reason }),
    approved: (position: number) => event('AchievementApproved.v1', position, verdict),
    amendmentRequested: (position: number, after: readonly Line[]) =>
      event('AmendmentRequested.v1', position, { ...asked, ...amended(after), reason }),
    corrected: (position: number, after: readonly Line[]) =>
      event('AchievementCorrected.v1', position, { ...ruled, ...amended(after) }),
    amendmentRefused: (position: number, after: readonly Line[]) =>
      event('AmendmentRefused.v1', position, { ...ruled, ...amended(after), outcome: 'RETURN' }),
    revoked: (position: number) =>
      event('ApprovalRevoked.v1', position, {
        ...{ submissionNo: 1, subject, lines: [...lines], reason },
        revokedByOrgId: 'receiver',
      }),
  };
};

/** The facts of events in the order of their positions. */
export const tableOf = (events: readonly Positioned[]): FactTable => {
  const table = new FactTable(campaignId);
  for (const event of [...events].sort((a, b) => a.position - b.position)) {
    for (const fact of factsOf(event)) table.append(fact);
  }
  return table;
};

/** A fact as a test of the table itself needs it. */
export const fact = (more: Partial<Fact> & { readonly value?: number } = {}): Fact => {
  const { value = 100, ...others } = more;
  return {
    campaignId,
    achievementId: 'road',
    ownerOrgId: 'committee',
    eventType: 'AchievementApproved.v1',
    unitId: 'commune',
    areaCode: '2.1',
    metric: 'road_m',
    effectiveOn: '2022-01-15',
    position: 1,
    plane: 'approved',
    sign: 1,
    credit: null,
    lines: 1,
    quantity: { value },
    ...others,
  };
};

/** All figures of a table: where no unit is known everything stands nowhere, and is together. */
export const everything = (table: FactTable, asOf: FiguresAsOf, credit?: Credit): readonly Figure[] =>
  rollUp(table, new Forest(new UnitHistory(), asOf), credit).unplaced();

/** The number of a quantity that adds up, and its count. */
const numbers = ({ value, numerator, sum, count }: Quantity): readonly number[] => [
  value ?? numerator ?? sum ?? Number.NaN,
  count,
];

/** A figure as `[approved value, its lines, pending value, its lines]`; zeros where nothing counts. */
export const four = (figure: Figure | undefined): readonly number[] =>
  figure ? [...numbers(figure.approved), ...numbers(figure.pending)] : [0, 0, 0, 0];

/** The one figure of a table. */
export const only = (table: FactTable, asOf: FiguresAsOf, credit?: Credit): readonly number[] => {
  const [figure, ...more] = everything(table, asOf, credit);
  if (more.length > 0) throw new Error('more than one figure');
  return four(figure);
};

/** The whole period up to a day, as known at a position. */
export const upTo = (to: string, knownUpTo?: number): FiguresAsOf => ({ from: '2022-01-01', to, knownUpTo });
