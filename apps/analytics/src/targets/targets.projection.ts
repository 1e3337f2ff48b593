import { type PositionedTarget, TargetHistory } from '@thidua/rollup';
import { ByCampaign } from '../steps/by-campaign.js';
import { stepsProjection } from '../steps/steps.projection.js';

/** The targets of all campaigns in memory, with all their revisions. */
export class TargetHistories extends ByCampaign<TargetHistory> {
  constructor() {
    super((campaignId) => new TargetHistory(campaignId));
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
    history: histories,
    empty: () => new TargetHistories(),
    take: (history, target: PositionedTarget) => history.take(target),
  });
