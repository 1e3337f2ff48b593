import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { countStatuses, type StatusCounts, type StatusRollup } from '@thidua/rollup';
import type { Answer, RollupValue } from '../figures/answer.js';
import { StatusHistories } from './status-counts.projection.js';

@Resolver('Rollup')
export class StatusCountsResolver {
  /** One scan of the states serves every unit of an answer. */
  private readonly counted = new WeakMap<Answer, StatusRollup>();

  constructor(private readonly histories: StatusHistories) {}

  @ResolveField('achievements')
  achievements(@Parent() { answer, node }: RollupValue): StatusCounts {
    return this.countsOf(answer).of(node);
  }

  private countsOf(answer: Answer): StatusRollup {
    const before = this.counted.get(answer);
    if (before) return before;
    const { campaign, rollup, asOf } = answer;
    const counts = countStatuses(this.histories.of(campaign.campaignId), rollup.forest, asOf.today);
    this.counted.set(answer, counts);
    return counts;
  }
}
