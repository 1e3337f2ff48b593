import { may, type Operation, type Target } from '@thidua/authority';
import { type Decider, isRefusal, type Outcome } from '@thidua/event-sourcing';
import { personsOf, type ReportEvent } from '@thidua/events';
import type { Duty } from '@thidua/reporting';
import { type Caller, notFound, refusedBy, refusedOutcome, type UserRefusal } from '@thidua/service';
import type { CampaignInForce } from '../campaign/campaign-gates.js';
import { type FreezingPorts, freezeReport } from './freeze-report.js';
import type { ReportCommand } from './report.commands.js';
import { reportDecider } from './report.decider.js';
import { type ReportChange, reportNamedBy } from './report.inputs.js';
import type { Report, ReportInForce } from './report.state.js';
import { campaignOf, readableReport, roundOf } from './report-access.js';

/** Changes a report that is owed: whoever may not read it is told nothing else than that there is none. */
export const changeReport = async (
  ports: FreezingPorts,
  change: ReportChange,
  caller: Caller,
): Promise<Outcome<UserRefusal>> => {
  const { standing, meta } = caller;
  const [reportId, field] = reportNamedBy(change);
  const report = await readableReport(ports, reportId, standing);
  if (!report) return refusedOutcome(notFound(field));
  const target = targetOf(change.operation, report);
  const refused = refusedBy(may(change.operation, standing.acting, target, standing.world));
  if (refused) return refusedOutcome(refused);
  const campaign = await campaignOf(ports, report);
  const command = await commandOf(ports, change, { report, campaign, caller });
  // Through the executor as well: a repeat is answered as it was, also where nothing could be derived any more.
  return isRefusal<UserRefusal>(command)
    ? ports.executor.execute(refusing(command), reportId, null, meta)
    : ports.executor.execute(reportDecider, reportId, command, meta);
};

const refusing = (refusal: UserRefusal): Decider<Report, null, ReportEvent, UserRefusal> => ({
  ...reportDecider,
  decide: () => refusal,
});

/** What the reporter does itself; all else is done by the stored receiver, of which a summary has none. */
const ownOperations: ReadonlySet<Operation> = new Set(['reportSave', 'reportSubmit']);

/** What an operation is done to, as far as rights are concerned. */
export const targetOf = (
  operation: Operation,
  { orgId, receiverOrgId }: Pick<Duty, 'orgId' | 'receiverOrgId'>,
): Target => {
  if (ownOperations.has(operation)) return { orgId };
  return receiverOrgId === null ? {} : { orgId: receiverOrgId };
};

interface Judged {
  readonly report: ReportInForce;
  readonly campaign: CampaignInForce;
  readonly caller: Caller;
}

const commandOf = async (
  ports: FreezingPorts,
  change: ReportChange,
  { report, campaign, caller }: Judged,
): Promise<ReportCommand | UserRefusal> => {
  const byOrgId = caller.meta.actor.orgId ?? '';
  switch (change.operation) {
    case 'reportSave':
      return { type: 'SaveNarrative', text: change.input.narrative.trim(), campaign };
    case 'reportSubmit': {
      const frozen = await freezeReport(ports, report.reportId, change.input.minReceipt ?? null);
      return isRefusal<UserRefusal>(frozen)
        ? frozen
        : { type: 'SubmitReport', ...frozen, persons: personsOf(caller.meta.actor), campaign };
    }
    case 'reportGrantExtension': {
      const { dueBefore: newDueBefore, reason } = change.input;
      const inForce = ports.book.dueBefore(await dutyOf(ports, report));
      return {
        type: 'GrantExtension',
        newDueBefore,
        grantedByOrgId: byOrgId,
        reason: reason.trim(),
        inForce,
        campaign,
      };
    }
    case 'reportRecordPaperReceipt': {
      const { receivedOn, registerNo } = change.input;
      const { today } = caller.standing;
      const receipt = { receivedOn, registerNo: registerNo.trim(), recordedByOrgId: byOrgId };
      return { type: 'RecordPaperReceipt', ...receipt, today, campaign };
    }
    case 'reportWaive':
      return { type: 'WaiveReport', byOrgId, reason: change.input.reason.trim(), campaign };
    case 'reportReopen': {
      const { cause, reason } = change.input;
      const { kind } = roundOf(ports, await dutyOf(ports, report));
      return { type: 'ReopenReport', cause, reason: reason?.trim() || null, kind, campaign };
    }
  }
};

/** The duty as the log has it now, once this service has read that far. */
const dutyOf = async ({ book, moments }: FreezingPorts, { reportId }: ReportInForce): Promise<Duty> => {
  await moments.caughtUp();
  const duty = book.duty(reportId);
  if (!duty) throw new Error(`the report ${reportId} is in the log and in no book`);
  return duty;
};
