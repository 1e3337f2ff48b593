import { localDateOf } from '@thidua/event-sourcing';
import { StatusHistory, type StatusStep, statusEventTypes, statusStepOf } from '@thidua/rollup';
import { ByCampaign } from '../steps/by-campaign.js';
import { stepsProjection } from '../steps/steps.projection.js';

/** The states of all achievements in memory, by campaign: what every count is made of. */
export class StatusHistories extends ByCampaign<StatusHistory> {
  constructor() {
    super((campaignId) => new StatusHistory(campaignId));
  }

  take(step: StatusStep): void {
    this.of(step.campaignId).append(step);
  }
}

export const statusCountsProjection = (histories: StatusHistories) =>
  stepsProjection({
    name: 'analytics-status-counts',
    version: 1,
    table: 'status_step',
    types: statusEventTypes,
    stepOf: (event) => statusStepOf({ ...event, recordedOn: localDateOf(Date.parse(event.recordedAt)) }),
    history: histories,
    empty: () => new StatusHistories(),
    take: (history, step: StatusStep) => history.take(step),
  });
