import { reportIdOf } from '@thidua/events';
import { type Duty, TotalTooLarge } from '@thidua/reporting';
import { refuse, type ServicePorts, type UserRefusal } from '@thidua/service';
import type { Frozen, SubmitReport } from './report.commands.js';
import { reportDecider } from './report.decider.js';
import { isWaiting } from './report.state.js';
import { roundOf } from './report-access.js';
import type { Reports } from './report-book.js';
import type { KnownMoment, ReportMoments } from './report-moment.js';

/** What a submission reads. */
export interface FreezingPorts extends Pick<ServicePorts, 'executor' | 'clock'>, Reports {
  readonly moments: ReportMoments;
}

/** What is said of a submission by the server. */
export type FrozenReport = Pick<SubmitReport, 'frozen' | 'kind' | 'finalWaits' | 'submittedAt'>;

/**
 * Freezes what a report says: waits until all that the log holds now is known, and derives everything at that one
 * position. It is sent when it came in: the time that this takes makes nobody late.
 */
export const freezeReport = async (
  ports: FreezingPorts,
  reportId: string,
  minReceipt: number | null,
): Promise<FrozenReport | UserRefusal> => {
  const { book, moments, clock } = ports;
  const submittedAt = new Date(clock.now()).toISOString();
  await moments.caughtUp();
  await moments.reach(minReceipt);
  const moment = moments.now();
  const duty = book.duty(reportId, moment.position);
  if (!duty) throw new Error(`the report ${reportId} is in the log and not known at ${moment.position}`);
  const round = roundOf(ports, duty);
  const finalWaits = await waitingFinal(ports, duty, round.supplements);
  const derived = derivedAt(ports, reportId, moment);
  if ('refused' in derived) return derived;
  const { roundCode, orgId, unitId, receiverOrgId } = duty;
  const frozen: Frozen = {
    ...{ roundCode, orgId, unitId, ...(receiverOrgId !== null && { receiverOrgId }) },
    ...{ asOfPosition: moment.position, asOfInstant: moment.instant },
    ...derived,
    dueBefore: book.dueBefore(duty),
  };
  return { frozen, kind: round.kind, finalWaits, submittedAt };
};

/** Code of the round that a supplement supplements, where that report waits for its receiver now. */
const waitingFinal = async (
  { executor }: Pick<FreezingPorts, 'executor'>,
  { campaignId, orgId }: Duty,
  supplements: string | undefined,
): Promise<string | null> => {
  if (supplements === undefined) return null;
  const { state } = await executor.load(reportDecider, reportIdOf(campaignId, orgId, supplements));
  return isWaiting(state) ? supplements : null;
};

/** The figures of the draft at a moment, or why they cannot be said. */
const derivedAt = (
  { figures }: Pick<FreezingPorts, 'figures'>,
  reportId: string,
  moment: KnownMoment,
):
  | Pick<Frozen, 'coversTo' | 'children' | 'missingOrgIds' | 'supplementsVersion' | 'totals' | 'sha256'>
  | UserRefusal => {
  try {
    const { coversTo, children, missingOrgIds, supplementsVersion, totals, sha256 } = figures.draft(reportId, moment);
    return {
      ...{ coversTo, totals: [...totals], sha256 },
      ...{ children: [...children], missingOrgIds: [...missingOrgIds] },
      ...(supplementsVersion !== null && { supplementsVersion }),
    };
  } catch (fault) {
    if (!(fault instanceof TotalTooLarge)) throw fault;
    return refuse('QUANTITY_TOO_LARGE', ['report'], { value: fault.metric, max: Number.MAX_SAFE_INTEGER });
  }
};
