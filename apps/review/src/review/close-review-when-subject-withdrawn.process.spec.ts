import { describe, expect, it } from '@jest/globals';
import {
  CommandExecutor,
  type FeedHandler,
  type FollowUp,
  fixedClock,
  inMemoryEventStore,
  type ProcessTables,
  processHandler,
} from '@thidua/event-sourcing';
import { type AnyRecorded, type DomainEvent, type EventData, reviewIdOf } from '@thidua/events';
import fc from 'fast-check';
import type { Kysely } from 'kysely';
import { memoryDatabase } from '../../../../packages/event-sourcing/test/memory-database.js';
import { decided, logged, mooted, opened, reportOpened } from '../../test/cases.js';
import { closeReviewWhenSubjectWithdrawn, rememberingFirst } from './close-review-when-subject-withdrawn.process.js';
import { type ReviewCommand, reviewDecider } from './review.decider.js';
import type { WithdrawnTables } from './subjects-withdrawn.projection.js';

const withdrawn = (achievementId: string, submissionNo: number): DomainEvent => {
  const at = { areaCode: '2.1', ownerOrgId: 'o', ownerUnitId: 'u' };
  const contributions = [{ orgId: 'o', unitId: 'u', role: 'LEAD' as const, shareBp: 10_000 }];
  const subject = { achievementId, campaignId: 'campaign', ...at, contributions };
  const data: EventData<'AchievementWithdrawn.v1'> = { submissionNo, subject, lines: [], reason: 'Nhầm.' };
  return { type: 'AchievementWithdrawn.v1', data };
};
const cancelled = (campaignId = 'campaign'): DomainEvent => ({
  type: 'CampaignCancelled.v1',
  data: { campaignId, reason: 'Dịch bệnh.' },
});
const opens = (subjectId: string, submissionNo = 1, campaignId = 'campaign') =>
  opened({ reviewId: reviewIdOf(subjectId, submissionNo), subjectId, submissionNo, campaignId });
const idOf = reviewIdOf;

/** What the process sends for a log: the case, the reason, and the position of the event it answers. */
class Running {
  readonly sent: (readonly [reviewId: string, reason: string, commandId: string])[] = [];
  private readonly database = memoryDatabase<ProcessTables>();
  /** Where the last handler goes on: behind what is stored. */
  from = 0;

  async handler(): Promise<FeedHandler> {
    const memory = this.database as unknown as Kysely<WithdrawnTables>;
    const handler = rememberingFirst(
      memory,
      processHandler<ReviewCommand>({
        process: closeReviewWhenSubjectWithdrawn(memory),
        database: this.database,
        send: async ({ id, command }, { commandId }) => {
          if (command.type !== 'MootReview') throw new Error(command.type);
          this.sent.push([id, command.reason, commandId]);
          return { kind: 'done', revision: 1, receipt: 1, appended: true };
        },
        alarm: (message) => {
          throw new Error(message);
        },
      }),
    );
    this.from = (await handler.start()).position;
    return handler;
  }

  /** The cases that were closed, in order, with why. */
  async read(...batches: readonly (readonly AnyRecorded[])[]): Promise<readonly (readonly [string, string])[]> {
    const handler = await this.handler();
    for (const batch of batches) await handler.handle(batch);
    return this.sent.map(([id, reason]) => [id, reason]);
  }
}

const closed = async (...events: readonly DomainEvent[]) => {
  const log = logged(events);
  const whole = await new Running().read(log);
  const oneByOne = await new Running().read(...log.map((event) => [event]));
  // How the log is cut into batches says nothing.
  expect(oneByOne).toEqual(whole);
  return oneByOne;
};

describe('when a subject is withdrawn', () => {
  it('the case of that submission closes', async () => {
    expect(await closed(opens('road', 2), withdrawn('road', 2))).toEqual([[idOf('road', 2), 'WITHDRAWN']]);
  });

  it('that was never submitted, nothing follows', async () => {
    expect(await closed(withdrawn('road', 0))).toEqual([]);
  });

  it('before its case opens, the case closes as soon as it is there', async () => {
    expect(await closed(withdrawn('road', 1), opens('bridge'), opens('road'))).toEqual([
      [idOf('road', 1), 'WITHDRAWN'],
      [idOf('road', 1), 'WITHDRAWN'],
    ]);
  });
});

describe('when a campaign is cancelled', () => {
  it('all its cases that wait close, and those of other campaigns stay', async () => {
    const events = [
      opens('road'),
      opens('bridge'),
      opens('school'),
      opens('elsewhere', 1, 'other'),
      decided({ reviewId: idOf('bridge', 1) }),
      mooted('WITHDRAWN', idOf('school', 1)),
      opens('well'),
    ];
    const expected = [idOf('road', 1), idOf('well', 1)].sort().map((id) => [id, 'CAMPAIGN_CANCELLED']);
    expect(await closed(...events, cancelled())).toEqual(expected);
  });

  it('cases about reports close with it, also one that opens only then; a decided one stays', async () => {
    const report = (subjectId: string) =>
      reportOpened({ reviewId: idOf(subjectId, 1), subjectId, campaignId: 'campaign' });
    const log = [
      report('first'),
      report('second'),
      decided({ reviewId: idOf('second', 1) }),
      cancelled(),
      report('late'),
    ];
    expect(await closed(...log)).toEqual([
      [idOf('first', 1), 'CAMPAIGN_CANCELLED'],
      [idOf('late', 1), 'CAMPAIGN_CANCELLED'],
    ]);
  });

  it('a case that opens only then closes at once; of a withdrawn subject as withdrawn', async () => {
    expect(await closed(cancelled(), opens('road'), opens('elsewhere', 1, 'other'))).toEqual([
      [idOf('road', 1), 'CAMPAIGN_CANCELLED'],
    ]);
    const both = await closed(withdrawn('road', 1), cancelled(), opens('road'));
    expect(both.at(-1)).toEqual([idOf('road', 1), 'WITHDRAWN']);
  });

  it('the id of each command depends on its case alone, not on which others waited', async () => {
    const alone = new Running();
    const among = new Running();
    const log = (first: string, second: string) => logged([opens(first), opens(second), cancelled()]);
    await alone.read(log('x', 'well'));
    await among.read(log('y', 'well'));
    const idFor = ({ sent }: Running) => sent.find(([id]) => id === idOf('well', 1))?.[2];
    expect(new Set(alone.sent.map(([, , commandId]) => commandId)).size).toBe(2);
    expect(idFor(alone)).toBe(idFor(among));
  });

  it('events that come again, cut into any batches, close the same cases under the same ids', async () => {
    const log = logged([
      ...['a', 'b', 'c'].map((subject) => opens(subject)),
      decided({ reviewId: idOf('b', 1) }),
      withdrawn('d', 1),
      cancelled(),
      mooted('CAMPAIGN_CANCELLED', idOf('a', 1)),
      opens('d'),
      opens('e'),
    ]);
    const ids = (...subjects: readonly string[]) => subjects.map((subject) => idOf(subject, 1)).sort();
    const cut = fc.tuple(fc.nat({ max: log.length }), fc.nat({ max: log.length }));
    await fc.assert(
      fc.asyncProperty(fc.array(cut, { maxLength: 4 }), async (cuts) => {
        const running = new Running();
        let handler = await running.handler();
        for (const [back, size] of [...cuts, [0, log.length] as const]) {
          const from = Math.max(0, running.from - back);
          await handler.handle(log.slice(from, from + size));
          handler = await running.handler();
        }
        await handler.handle(log.slice(running.from));
        const sent = new Set(running.sent.map(([id]) => id));
        // What closed already need not be closed again.
        expect([...sent].filter((id) => id !== idOf('a', 1)).sort()).toEqual(ids('c', 'd', 'e'));
        // One command a case, but for the one that is withdrawn before it opens: that is told twice.
        expect(new Set(running.sent.map((one) => one.join(' '))).size).toBe(sent.size + 1);
      }),
      { numRuns: 50 },
    );
  });

  it('a case ends closed whichever process was faster, and a decision that came first stays', async () => {
    const store = inMemoryEventStore({ clock: fixedClock('2022-05-01T09:00:00+07:00') });
    const executor = new CommandExecutor(store);
    const meta = (commandId: string) => ({
      actor: { userId: 'system', orgId: null, role: null, appointmentId: null },
      ...{ via: null, commandId, inputHash: 'h', correlationId: 'c', causationId: null, synthetic: false },
      expectedRevision: null,
    });
    const send = ({ id, command }: FollowUp<ReviewCommand>, key: string) =>
      executor.execute(reviewDecider, id, command, meta(key));
    const moot = { id: 'late', command: { type: 'MootReview', reason: 'WITHDRAWN' } } as const;
    expect(await send(moot, 'k1')).toMatchObject({ kind: 'refused', refusal: { refused: 'NOT_FOUND' } });
    const opening = opened({ reviewId: 'late' }).data;
    expect(await send({ id: 'late', command: { type: 'OpenReview', opening } }, 'k2')).toMatchObject({ kind: 'done' });
    expect(await send(moot, 'k3')).toMatchObject({ kind: 'done', appended: true });
    expect(await send(moot, 'k4')).toMatchObject({ kind: 'done', appended: false });
    const { state } = await executor.load(reviewDecider, 'late');
    expect(state).toMatchObject({ status: 'mooted', mooted: 'WITHDRAWN' });
  });

  it('the names that ids and places are kept under stay', async () => {
    const memory = memoryDatabase<WithdrawnTables>();
    const { name, reactions } = closeReviewWhenSubjectWithdrawn(memory);
    expect(name).toBe('close-review-when-subject-withdrawn');
    expect(Object.keys(reactions)).toEqual(['AchievementWithdrawn.v1', 'CampaignCancelled.v1', 'ReviewOpened.v1']);
  });
});
