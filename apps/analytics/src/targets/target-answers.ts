import { Injectable } from '@nestjs/common';
import type { Combine } from '@thidua/events';
import { type FigureNode, type Part, type TargetOf, type TargetRollup, targetsOver } from '@thidua/rollup';
import type { Answer } from '../figures/answer.js';
import { TargetHistories } from './targets.projection.js';

/** What a target stands beside: a figure of a metric in an area, null = in all areas together. */
export interface Beside {
  readonly metric: string;
  readonly areaCode: string | null;
}

/** The targets of answers; one reading of them serves every figure of an answer. */
@Injectable()
export class TargetAnswers {
  private readonly placed = new WeakMap<Answer, TargetRollup>();

  constructor(private readonly histories: TargetHistories) {}

  own(answer: Answer, node: FigureNode | null, part: Part, beside: Beside): bigint | null {
    return this.of(answer).own(node, part, targetOf(answer, beside));
  }

  assigned(answer: Answer, unitId: string, beside: Beside): ReturnType<TargetRollup['assigned']> {
    return this.of(answer).assigned(unitId, targetOf(answer, beside));
  }

  private of(answer: Answer): TargetRollup {
    const before = this.placed.get(answer);
    if (before) return before;
    const targets = targetsOver(this.histories.of(answer.campaign.campaignId), answer.rollup.forest);
    this.placed.set(answer, targets);
    return targets;
  }
}

const targetOf = (answer: Answer, beside: Beside): TargetOf => ({
  ...beside,
  combine: combineOf(answer, beside.metric),
});

export const combineOf = ({ campaign }: Answer, metric: string): Combine => {
  const found = campaign.metrics.find((one) => one.metric === metric);
  if (!found) throw new Error(`a figure names the metric ${metric}, which its campaign lacks`);
  return found.combine;
};
