import { describe, expect, it } from '@jest/globals';
import { evolveOne, isRefusal } from '@thidua/event-sourcing';
import type { AchievementEvent, Actor, AnyRecorded, DomainEvent, EventData, ReviewEvent } from '@thidua/events';
import fc from 'fast-check';
import { openReviewWhenSubmitted } from '../../review/src/review/open-review-when-submitted.process.js';
import {
  type Review,
  type ReviewCommand,
  type ReviewRefusal,
  reviewDecider,
} from '../../review/src/review/review.decider.js';
import type { AchievementCommand } from '../../submission/src/achievement/achievement.commands.js';
import { achievementDecider } from '../../submission/src/achievement/achievement.decider.js';
import type { Achievement } from '../../submission/src/achievement/achievement.state.js';
import { settleWhenReviewDecided } from '../../submission/src/achievement/settle-when-review-decided.process.js';
import { amend, register, report, sent, settle, submit } from '../../submission/test/achievements.js';

/** Something a person tries, alone or standing in for another. */
interface Attempt {
  readonly act: 'register' | 'report' | 'submit' | 'amend' | 'approve' | 'return' | 'reject' | 'settle';
  readonly userId: string;
  readonly onBehalfOfUserId: string | null;
  /** How many submissions back a decision reads. */
  readonly back: number;
  readonly value: number;
}

const personsOf = ({ userId, onBehalfOfUserId }: Pick<Attempt, 'userId' | 'onBehalfOfUserId'>): readonly string[] =>
  onBehalfOfUserId === null ? [userId] : [userId, onBehalfOfUserId];

const recorded = (event: DomainEvent, actor: Actor): AnyRecorded =>
  ({ ...event, actor, recordedAt: '2022-05-01T02:00:00.000Z' }) as AnyRecorded;

/**
 * Both services as one program: rules, and the processes that carry one's events to the other. It
 * keeps its own books of who did what, apart from what the rules remember.
 */
class TwoServices {
  readonly decisions: { readonly data: EventData<'ReviewDecided.v1'>; readonly by: readonly string[] }[] = [];
  readonly verdicts: string[] = [];
  readonly refused: string[] = [];
  /** Who had acted on the achievement when a submission was made, by its number. */
  readonly tookPart = new Map<number, ReadonlySet<string>>();
  private readonly acted = new Set<string>();
  private achievement: Achievement = achievementDecider.initial();
  private readonly reviews = new Map<string, Review>();
  private readonly cases: string[] = [];

  attempt(one: Attempt): void {
    const { act, back, value } = one;
    if (act === 'approve' || act === 'return' || act === 'reject') {
      this.decide(one);
      return;
    }
    const commands: Readonly<Record<typeof act, AchievementCommand>> = {
      register: register(),
      report: report([sent('a', { value: String(value) })]),
      submit: submit({ persons: personsOf(one) }),
      amend: amend([sent('a', { value: String(value) })], { persons: personsOf(one) }),
      // Nobody sends this by hand; a process that repeats itself might.
      settle: settle({ submissionNo: this.cases.length - back }),
    };
    this.change(commands[act], one, act === 'settle');
  }

  private change(command: AchievementCommand, by: Attempt, process: boolean): void {
    const decision = achievementDecider.decide(command, this.achievement);
    if (isRefusal(decision)) return;
    for (const event of decision) this.record(event, by, process);
  }

  private record(event: AchievementEvent, by: Attempt, process: boolean): void {
    const actor = actorOf(by);
    this.achievement = evolveOne(achievementDecider.evolve, this.achievement, event, actor);
    if (!process) for (const person of personsOf(by)) this.acted.add(person);
    if ('reviewId' in event.data) this.verdicts.push(`${event.data.submissionNo}`);
    if (event.type !== 'AchievementSubmitted.v1' && event.type !== 'AmendmentRequested.v1') return;
    this.tookPart.set(event.data.submissionNo, new Set(this.acted));
    const followUps = openReviewWhenSubmitted.reactions[event.type]?.(recorded(event, actor) as never) ?? [];
    for (const { id, command } of followUps) {
      this.cases.push(id);
      this.review(id, command, by);
    }
  }

  private decide({ act, back, ...by }: Attempt): void {
    const id = this.cases.at(-1 - back);
    if (id === undefined) return;
    this.review(
      id,
      {
        type: 'DecideReview',
        outcome: outcomes[act] ?? 'RETURN',
        submissionNo: this.cases.length - back,
        persons: personsOf(by),
        reasonCode: 'OTHER',
        note: 'x',
        reasons: ['OTHER'],
      },
      { act, back, ...by },
    );
  }

  private review(id: string, command: ReviewCommand, by: Attempt): void {
    const before = this.reviews.get(id) ?? reviewDecider.initial();
    const decision = reviewDecider.decide(command, before);
    if (isRefusal<ReviewRefusal>(decision)) {
      this.refused.push(decision.refused);
      return;
    }
    const after = decision.reduce<Review>(
      (review, event: ReviewEvent) => evolveOne(reviewDecider.evolve, review, event, actorOf(by)),
      before,
    );
    this.reviews.set(id, after);
    for (const event of decision) {
      if (event.type !== 'ReviewDecided.v1') continue;
      this.decisions.push({ data: event.data, by: personsOf(by) });
      const followUps = settleWhenReviewDecided.reactions[event.type]?.(recorded(event, actorOf(by)) as never) ?? [];
      for (const { command: verdict } of followUps) {
        const { subjectType } = verdict;
        if (subjectType !== 'REPORT') this.change(settle({ ...verdict, subjectType }), by, true);
      }
    }
  }
}

const outcomes: Readonly<Record<string, 'APPROVE' | 'REJECT'>> = { approve: 'APPROVE', reject: 'REJECT' };

const actorOf = ({ userId, onBehalfOfUserId }: Attempt): Actor => ({
  userId,
  orgId: null,
  role: null,
  appointmentId: null,
  ...(onBehalfOfUserId !== null && { onBehalfOfUserId }),
});

const people = fc.constantFrom('an', 'bình', 'chi', 'dũng', 'em', 'giang', 'hà');
const attempt: fc.Arbitrary<Attempt> = fc.record({
  act: fc.constantFrom(
    ...([
      'register',
      'report',
      'submit',
      'submit',
      'amend',
      'approve',
      'return',
      'return',
      'reject',
      'settle',
    ] as const),
  ),
  userId: people,
  onBehalfOfUserId: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: people }),
  back: fc.constantFrom(0, 0, 0, 1),
  value: fc.nat({ max: 9 }),
});
/** The first attempts begin an achievement, so that few histories end before a submission. */
const history = fc
  .tuple(people, fc.array(attempt, { minLength: 10, maxLength: 40 }))
  .map(([userId, attempts]): readonly Attempt[] => {
    const begin = { userId, onBehalfOfUserId: null, back: 0, value: 1 };
    return [{ act: 'register', ...begin }, { act: 'report', ...begin }, ...attempts];
  });

describe('no history of commands', () => {
  const seen = { decisions: 0, second: 0, fourEyes: 0 };

  const after = (attempts: readonly Attempt[]): TwoServices => {
    const services = new TwoServices();
    for (const one of attempts) services.attempt(one);
    return services;
  };

  it('lets a person review what they took part in, also by standing in, or settles a submission twice', () => {
    fc.assert(
      fc.property(history, (attempts) => {
        const { decisions, verdicts, tookPart, refused } = after(attempts);
        seen.fourEyes += refused.filter((code) => code === 'FOUR_EYES').length;
        seen.decisions += decisions.length;
        seen.second += decisions.filter(({ data }) => data.submissionNo > 1).length;
        const onBothSides = decisions.filter(({ data: { submissionNo }, by }) =>
          by.some((person) => tookPart.get(submissionNo)?.has(person) ?? true),
        );
        expect(onBothSides).toEqual([]);
        const decided = decisions.map(({ data }) => String(data.submissionNo));
        expect(new Set(decided).size).toBe(decided.length);
        expect(new Set(verdicts).size).toBe(verdicts.length);
      }),
      { numRuns: 500 },
    );
    // The histories are worth something: many of them decide, also after a return, and many may not.
    expect(seen.decisions).toBeGreaterThan(200);
    expect(seen.second).toBeGreaterThan(50);
    expect(seen.fourEyes).toBeGreaterThan(200);
  });
});
