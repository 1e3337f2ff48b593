import type { AchievementEvent, Coverage, EventData, Line, Subject, UnitLevel, UnitTreeEvent } from '@thidua/events';
import { UnitHistory } from '@thidua/hierarchy';
import { type FiguresAsOf, Forest } from '../src/forest.js';
import { StatusHistory } from '../src/status-counts-history.js';
import { type DatedAchievementEvent, statusStepOf } from '../src/status-counts-steps.js';

export const campaignId = 'tra-vinh-2022';

export const unit = (unitId: string, level: UnitLevel, parent: string | null, validFrom = '2022-01-01') => {
  const parentUnitId = parent === null ? {} : { parentUnitId: parent };
  const data = { unitId, level, type: level, nameVi: unitId, validFrom, ...parentUnitId };
  return { type: 'UnitRegistered.v1', data } satisfies UnitTreeEvent;
};

/** A unit ends and goes to others, as a whole or in parts. */
export const dissolved = (unitId: string, validFrom: string, coverage: Coverage, ...to: readonly string[]) =>
  ({
    type: 'UnitDissolved.v1',
    data: { unitId, validFrom, successors: to.map((one) => ({ unitId: one, coverage })) },
  }) satisfies UnitTreeEvent;

/** A province with two districts and two wards in each, and what became of them: positions 1, 2, 3, ... */
export const unitsOf = (...later: readonly UnitTreeEvent[]): UnitHistory => {
  const units = new UnitHistory();
  const events: readonly UnitTreeEvent[] = [
    unit('province', 'province', null),
    ...['north', 'south'].flatMap((district) => [
      unit(district, 'district', 'province'),
      unit(`${district}-1`, 'commune', district),
      unit(`${district}-2`, 'commune', district),
    ]),
    ...later,
  ];
  for (const [n, event] of events.entries()) units.apply({ ...event, position: n + 1 });
  return units;
};

/** A question about the first half of 2022 where nothing else is said. */
export const forestOf = (units: UnitHistory, asOf: Partial<FiguresAsOf> = {}): Forest =>
  new Forest(units, { from: '2022-01-01', to: '2022-06-30', ...asOf });

export const metres = (lineId: string, effectiveOn: string, value = 100): Line => ({
  lineId,
  metric: 'road_m',
  quantity: { value },
  effectiveOn,
});

/** The events that an achievement may have, without their places in the log. */
export const courseOf = (achievementId: string, ownerUnitId: string, plannedTo?: string) => {
  const ids = { achievementId, campaignId };
  const owner = { ownerOrgId: 'committee', ownerUnitId };
  const lead = { orgId: 'committee', unitId: ownerUnitId, role: 'LEAD', shareBp: 10_000 } as const;
  const subject: Subject = { ...ids, areaCode: '2.1', ...owner, contributions: [lead] };
  const submission = { submissionNo: 1, receiverOrgId: 'receiver', subject, submittedBy: ['clerk'] };
  const verdict = { submissionNo: 1, reviewId: 'case', subject, lines: [] };
  const amendment = (before: Line[], after: Line[]) => ({ before, after });
  const registration: EventData<'AchievementRegistered.v1'> = {
    ...{ ...ids, ...owner, areaCode: '2.1', kind: 'TASK', titleVi: achievementId, movementCodes: [] },
    ...(plannedTo !== undefined && { plannedTo }),
  };
  const event = <Type extends AchievementEvent['type']>(type: Type, data: EventData<Type>) =>
    ({ type, data }) as AchievementEvent;
  return {
    registered: () => event('AchievementRegistered.v1', registration),
    progressed: () => event('ProgressRecorded.v1', { ...ids, percentDone: 40, effectiveOn: '2022-02-01' }),
    reported: (lines: Line[], removedLineIds: string[] = []) =>
      event('QuantityReported.v1', { ...ids, lines, removedLineIds }),
    completed: () => event('AchievementCompleted.v1', { ...ids, completedOn: '2022-03-01' }),
    submitted: () => event('AchievementSubmitted.v1', { ...submission, lines: [] }),
    approved: () => event('AchievementApproved.v1', verdict),
    returned: () => event('AchievementReturned.v1', verdict),
    rejected: () => event('AchievementRejected.v1', verdict),
    amending: (before: Line[], after: Line[]) =>
      event('AmendmentRequested.v1', { ...submission, ...amendment(before, after), reason: 'measured again' }),
    corrected: (before: Line[], after: Line[]) =>
      event('AchievementCorrected.v1', { submissionNo: 2, reviewId: 'case', subject, ...amendment(before, after) }),
    refused: (before: Line[], after: Line[]) =>
      event('AmendmentRefused.v1', {
        ...{ submissionNo: 2, reviewId: 'case', subject, outcome: 'REJECT' },
        ...amendment(before, after),
      }),
    withdrawn: () => event('AchievementWithdrawn.v1', { submissionNo: 1, subject, lines: [], reason: 'not ours' }),
    revoked: () =>
      event('ApprovalRevoked.v1', {
        ...{ submissionNo: 1, subject, lines: [], reason: 'a duplicate', revokedByOrgId: 'receiver' },
      }),
  };
};

/** An event at a position, recorded on a local date. */
export const at = (position: number, event: AchievementEvent, recordedOn = '2022-02-01'): DatedAchievementEvent => ({
  ...event,
  position,
  recordedOn,
});

export const historyOf = (...events: readonly DatedAchievementEvent[]): StatusHistory => {
  const history = new StatusHistory(campaignId);
  for (const event of events) {
    const step = statusStepOf(event);
    if (step) history.append(step);
  }
  return history;
};
