import { type PositionedTarget, TargetHistory } from '@thidua/rollup';
import { stepsProjection } from '../steps/steps.projection.js';

/** The targets of all campaigns in memory, with all their revisions. */
export class TargetHistories {
  private readonly byCampaign = new Map<string, TargetHistory>();

  of(campaignId: string): TargetHistory {
    let history = this.byCampaign.get(campaignId);
    if (!history) {
      history = new TargetHistory(campaignId);
      this.byCampaign.set(campaignId, history);
    }
    return history;
  }

  take(target: PositionedTarget): void {
    this.of(target.campaignId).append(target);
  }
}

export const targetsProjection = (histories: TargetHistories) =>
  stepsProjection({
    name: 'analytics-targets',
    version: 1,
    table: 'target_step',
    types: ['TargetSet.v1', 'TargetRevised.v1'],
    stepOf: ({ data, position }): PositionedTarget => ({ ...data, position }),
    take: (target: PositionedTarget) => histories.take(target),
  });
