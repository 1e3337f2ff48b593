import { mayReadWork, type WorkFacts } from '@thidua/authority';
import { reportIdOf } from '@thidua/events';
import type { Duty, Round } from '@thidua/reporting';
import { actingIn, type ServicePorts, type Standing } from '@thidua/service';
import { campaignDecider } from '../campaign/campaign.decider.js';
import type { CampaignInForce } from '../campaign/campaign-gates.js';
import { reportDecider } from './report.decider.js';
import type { ReportInForce, ReportStatus } from './report.state.js';
import type { Reports } from './report-book.js';

/** A report as its readers are judged by it: one that was accepted is read like approved work. */
export const workOf = ({
  orgId: ownerOrgId,
  unitId: ownerUnitId,
  receiverOrgId,
  status,
}: Pick<Duty, 'orgId' | 'unitId' | 'receiverOrgId' | 'status'>): WorkFacts => ({
  ...{ ownerOrgId, ownerUnitId, receiverOrgId },
  approved: status === 'ACCEPTED',
  partnerOrgIds: [],
});

/** A report as the log has it, where this person may read it; absent and unreadable look the same. */
export const readableReport = async (
  { executor }: Pick<ServicePorts, 'executor'>,
  reportId: string,
  standing: Standing,
): Promise<ReportInForce | null> => {
  const { state } = await executor.load(reportDecider, reportId);
  const acting = actingIn(standing);
  if (state.status === 'none' || !acting) return null;
  const status = state.status.toUpperCase() as Duty['status'];
  return mayReadWork(acting, workOf({ ...state, status }), standing.world) ? state : null;
};

/** The campaign of a report, as commands are judged by it. */
export const campaignOf = async (
  { executor }: Pick<ServicePorts, 'executor'>,
  { campaignId }: Pick<Duty, 'campaignId'>,
): Promise<CampaignInForce> => {
  const { state } = await executor.load(campaignDecider, campaignId);
  if (state.status === 'none') throw new Error(`a report of the campaign ${campaignId}, which does not exist`);
  return state;
};

/** The round that a report is owed in. */
export const roundOf = (
  { book }: Pick<Reports, 'book'>,
  { campaignId, roundCode }: Pick<Duty, 'campaignId' | 'roundCode'>,
): Round => {
  const round = book.roundsOf(campaignId).rounds.get(roundCode);
  if (!round) throw new Error(`a report is owed in the round ${roundCode}, which its campaign lacks`);
  return round;
};

/** Code of the round that a report supplements, where that report is known to wait for its receiver; else null. */
export const waitingFinalIn = (
  { book }: Pick<Reports, 'book'>,
  { campaignId, orgId }: Duty,
  { supplements }: Round,
): string | null => {
  if (supplements === undefined) return null;
  const final = book.duty(reportIdOf(campaignId, orgId, supplements));
  return final?.status === 'SUBMITTED' ? supplements : null;
};

/**
 * A report as its rules see it, from the duty that is shown: what a viewer is told they may do then belongs to
 * what they see, and a list asks the log nothing. Who took part is not kept there: no rule asks it.
 */
export const reportOf = (duty: Duty): ReportInForce => ({
  status: duty.status.toLowerCase() as ReportStatus,
  reportId: duty.reportId,
  campaignId: duty.campaignId,
  orgId: duty.orgId,
  unitId: duty.unitId,
  roundCode: duty.roundCode,
  receiverOrgId: duty.receiverOrgId,
  sentCount: duty.sent.length,
  waitingVersion: duty.status === 'SUBMITTED' ? duty.sent.length : null,
  acceptedVersion: duty.acceptedVersion,
  narrative: duty.narrative,
  paper: duty.paper,
  tookPart: [],
});
