import { reviewIdOf } from '@thidua/events';
import type { DemoIds } from './demo-identity.js';
import type { ReviewsDecideInput } from './graphql-inputs.js';
import { type ScenarioStep, step } from './scenario-step.js';

/** An achievement that its head sends to the receiver. */
interface Submission {
  readonly at: string;
  readonly head: string;
  readonly achievement: string;
}

/** A verdict on what was sent. */
export interface Verdict extends Pick<ReviewsDecideInput, 'outcome' | 'reasonCode' | 'note'> {
  readonly at: string;
  readonly reviewer: string;
  readonly achievement: string;
  readonly submissionNo: number;
}

/** What people do about achievements: steps of their own, and what one person does to many at a time. */
export interface WorkActs {
  readonly steps: readonly ScenarioStep[];
  readonly submissions: readonly Submission[];
  readonly verdicts: readonly Verdict[];
}

/** A head sends all that is ready at once. */
const submitted = (ids: DemoIds, submissions: readonly Submission[]): readonly ScenarioStep[] =>
  [...Map.groupBy(submissions, ({ at, head }) => `${head}/${at}`)].flatMap(([label, list]) =>
    list.slice(0, 1).map(({ at, head }) =>
      step(at, head, 'AchievementsSubmit', {
        idempotencyKey: ids.keyOf(`work/submit/${label}`),
        items: list.map(({ achievement }) => ({ achievement, force: true })),
      }),
    ),
  );

/** A reviewer decides all that gets one answer at once. */
const decided = (ids: DemoIds, verdicts: readonly Verdict[]): readonly ScenarioStep[] => {
  const labelOf = ({ reviewer, at, outcome, reasonCode, note }: Verdict) =>
    [reviewer, at, outcome, reasonCode, note].join('/');
  return [...Map.groupBy(verdicts, labelOf)].flatMap(([label, list]) =>
    list.slice(0, 1).map(({ at, reviewer, outcome, reasonCode, note }) =>
      step(at, reviewer, 'ReviewsDecide', {
        idempotencyKey: ids.keyOf(`work/decide/${label}`),
        outcome,
        ...(reasonCode !== undefined && { reasonCode }),
        ...(note !== undefined && { note }),
        items: list.map(({ achievement, submissionNo }) => ({
          review: reviewIdOf(achievement, submissionNo),
          submissionNo,
          force: true,
        })),
      }),
    ),
  );
};

/** All steps of what people do, those of many achievements joined. */
export const stepsOf = (ids: DemoIds, acts: readonly WorkActs[]): readonly ScenarioStep[] => [
  ...acts.flatMap(({ steps }) => steps),
  ...submitted(
    ids,
    acts.flatMap(({ submissions }) => submissions),
  ),
  ...decided(
    ids,
    acts.flatMap(({ verdicts }) => verdicts),
  ),
];
