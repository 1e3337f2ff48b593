import { describe, expect, it } from '@jest/globals';
import { isRefusal, projectionHandler } from '@thidua/event-sourcing';
import { type AchievementEvent, reviewIdOf } from '@thidua/events';
import fc from 'fast-check';
import { memoryDatabase } from '../../../../packages/event-sourcing/test/memory-database.js';
import {
  amend,
  amendmentRefused,
  amendmentRequested,
  approved,
  attached,
  completed,
  corrected,
  declared,
  evidenceWithdrawn,
  lead,
  line,
  other,
  partner,
  photo,
  progressed,
  registered,
  rejected,
  report,
  reported,
  returned,
  revoked,
  sent,
  settle,
  stateAfter,
  submit,
  submitted,
  withdrawn,
} from '../../test/achievements.js';
import { recordedFrom } from '../../test/recorded.js';
import type { AchievementCommand } from './achievement.commands.js';
import { achievementDecider } from './achievement.decider.js';
import { achievementProjection } from './achievement.projection.js';
import { achievementById } from './achievement.queries.js';
import type { AchievementTables } from './achievement.rows.js';
import { storedAchievement } from './stored-achievement.js';

const projected = async (...history: readonly AchievementEvent[]) => {
  const database = memoryDatabase<AchievementTables>();
  const handler = projectionHandler(achievementProjection, database);
  await handler.start();
  await handler.handle(recordedFrom(history));
  const row = await achievementById(database, 'road');
  if (!row) throw new Error('it was registered');
  return { row, database };
};
const rowAfter = async (...history: readonly AchievementEvent[]) => (await projected(...history)).row;

const road = [line('a', 100)];
const underReview = [registered(), reported(road), completed('2022-03-10'), submitted(road)];
const accepted = [...underReview, approved(road)];
const longer = { before: road, after: [line('a', 130), line('b', 1, '2022-02-01')] };

describe('an achievement as it is read', () => {
  it.each<[string, string, readonly AchievementEvent[], object]>([
    ['registered', 'REGISTERED', [registered()], { registered_on: '2022-03-01', lines: '[]', submission_no: 0 }],
    ['with progress', 'IN_PROGRESS', [registered(), progressed(40)], { percent_done: 40, progress_on: '2022-03-01' }],
    [
      'with a quantity',
      'IN_PROGRESS',
      [registered(), reported(road)],
      { first_day: '2022-03-10', approved_lines: '[]' },
    ],
    [
      'completed',
      'COMPLETED',
      [registered(), completed('2022-03-10')],
      { completed_on: '2022-03-10', percent_done: 100 },
    ],
    [
      'submitted',
      'UNDER_REVIEW',
      underReview,
      { receiver_org_id: 'district-committee', submission_no: 1, review_id: reviewIdOf('road', 1) },
    ],
    [
      'returned',
      'RETURNED',
      [...underReview, returned(road)],
      { reason_code: 'QUANTITY_UNCLEAR', note: 'Hãy đo lại.' },
    ],
    ['approved', 'APPROVED', accepted, { approved_lines: JSON.stringify(road), reason_code: null }],
    [
      'rejected',
      'REJECTED',
      [...underReview, rejected(road)],
      { reason_code: 'QUANTITY_UNCLEAR', approved_lines: '[]' },
    ],
    [
      'with an amendment that waits',
      'AMENDMENT_PENDING',
      [...accepted, amendmentRequested(longer)],
      { approved_lines: JSON.stringify(road), proposed_lines: JSON.stringify(longer.after), submission_no: 2 },
    ],
    [
      'withdrawn',
      'WITHDRAWN',
      [...underReview, withdrawn(road, 1)],
      { ended_reason: 'Nhập trùng.', approved_lines: '[]' },
    ],
    ['revoked', 'REVOKED', [...accepted, revoked(road)], { ended_reason: 'Trùng.', approved_lines: '[]' }],
  ])('that is %s is %s', async (_, status, history, columns) => {
    expect(await rowAfter(...history)).toMatchObject({ status, revision: history.length - 1, ...columns });
  });

  it('whose amendment was approved counts what was asked for, from its earliest day on', async () => {
    const lines = JSON.stringify(longer.after);
    expect(await rowAfter(...accepted, amendmentRequested(longer), corrected(longer))).toMatchObject({
      ...{ status: 'APPROVED', lines, approved_lines: lines, proposed_lines: null, first_day: '2022-02-01' },
      ...{ reason_code: null, review_id: reviewIdOf('road', 2) },
    });
  });

  it('whose amendment was refused says why, until another one is asked for', async () => {
    const refused = [...accepted, amendmentRequested(longer), amendmentRefused(longer)];
    expect(await rowAfter(...refused)).toMatchObject({
      ...{ status: 'APPROVED', approved_lines: JSON.stringify(road), proposed_lines: null },
      reason_code: 'QUANTITY_UNCLEAR',
    });
    const again = [...refused, amendmentRequested(longer, { submissionNo: 3 }), corrected(longer, 3)];
    expect(await rowAfter(...again)).toMatchObject({ reason_code: null, note: null });
  });

  it('sent back and submitted again says no more why it came back', async () => {
    const again = [...underReview, returned(road), submitted(road, { submissionNo: 2 })];
    expect(await rowAfter(...again)).toMatchObject({ reason_code: null, note: null, submission_no: 2 });
  });

  it('shows the progress of the latest day, not the one told last', async () => {
    const told = [registered(), progressed(80, '2022-04-01'), progressed(30, '2022-03-01')];
    expect(await rowAfter(...told)).toMatchObject({ percent_done: 80, progress_on: '2022-04-01', revision: 2 });
  });

  it('shows the evidence that was not taken away', async () => {
    const { evidence } = await rowAfter(...[registered(), attached(), attached(photo('second')), evidenceWithdrawn()]);
    expect(JSON.parse(evidence)).toEqual([photo('second')]);
  });

  it('has its partners of the last declaration where lists look for them', async () => {
    const shared = [
      registered(),
      declared([lead(5000), partner('youth', 3000), partner('women', 2000)]),
      declared([lead(9000), partner('women', 1000)]),
    ];
    const { row, database } = await projected(...shared);
    expect(JSON.parse(row.contributions)).toEqual([lead(9000), partner('women', 1000)]);
    expect(await database.selectFrom('achievement_partner').selectAll().execute()).toEqual([
      { achievement_id: 'road', org_id: 'women' },
    ]);
    const { database: alone } = await projected(...shared, declared([lead()]));
    expect(await alone.selectFrom('achievement_partner').selectAll().execute()).toEqual([]);
  });
});

describe('what its rules see of the row', () => {
  /** Commands that may come at any time; each is done or refused by the state it meets. */
  const commands: readonly AchievementCommand[] = [
    other('DeclareContributions'),
    other('RecordProgress'),
    other('RecordProgress', { percentDone: 90, effectiveOn: '2022-04-01' }),
    report([sent('a'), sent('b', { value: '7', effectiveOn: '2022-02-01' })]),
    report([], { removedLineIds: ['a'] }),
    other('AttachEvidence'),
    other('WithdrawEvidence'),
    other('CompleteAchievement'),
    submit(),
    settle(),
    settle({ outcome: 'RETURN', reasonCode: 'OTHER', note: 'x' }),
    settle({ submissionNo: 2, subjectType: 'AMENDMENT' }),
    settle({ submissionNo: 2, subjectType: 'AMENDMENT', outcome: 'REJECT' }),
    amend([sent('c', { value: '3' })]),
    other('WithdrawAchievement'),
    other('RevokeApproval'),
  ];

  it('is what the log says, after any commands in any order', async () => {
    const stories = fc.array(fc.constantFrom(...commands), { maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const history = [registered()];
        for (const command of story) {
          const decision = achievementDecider.decide(command, stateAfter(history));
          if (!isRefusal(decision)) history.push(...decision);
        }
        const {
          tookPart: _,
          withdrawnEvidenceIds: __,
          ...state
        } = stateAfter(history) as never as Record<string, unknown>;
        const { tookPart, withdrawnEvidenceIds, ...stored } = storedAchievement(await rowAfter(...history));
        expect([tookPart, withdrawnEvidenceIds]).toEqual([[], []]);
        // Completing is progress to the end; only what a row shows is compared.
        const { progress, ...rest } = stored;
        expect(rest).toEqual({ ...state, progress: undefined });
        expect(progress?.effectiveOn).toBe((state.progress as typeof progress)?.effectiveOn);
      }),
      { numRuns: 150 },
    );
  });
});
