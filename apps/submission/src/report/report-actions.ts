import { type Acting, may, type Operation, type World } from '@thidua/authority';
import { isRefusal } from '@thidua/event-sourcing';
import type { Duty, Round } from '@thidua/reporting';
import { type AllowedActionValue, allowedAction, type Language, refusedBy } from '@thidua/service';
import type { CampaignInForce } from '../campaign/campaign-gates.js';
import { targetOf } from './change-report.js';
import type { Frozen, ReportCommand, ReportRefusal } from './report.commands.js';
import { reportDecider } from './report.decider.js';
import type { ReportChange } from './report.inputs.js';
import { reportOf } from './report-access.js';

/** What an action is asked of: a report as somebody sees it now. */
export interface Asked {
  readonly duty: Duty;
  readonly round: Round;
  /** The due instant that holds. */
  readonly dueBefore: string;
  /** Code of the round it supplements, where that report waits now; else null. */
  readonly finalWaits: string | null;
  readonly campaign: CampaignInForce;
  readonly today: string;
  /** UTC, ISO 8601. */
  readonly now: string;
  readonly acting: Acting;
  readonly world: World;
}

const noDigest = '0'.repeat(64);

/** A submission that derives nothing: no rule asks what it says. */
const frozenAs = ({ duty, round, dueBefore, now }: Asked): Frozen => ({
  ...{ roundCode: duty.roundCode, orgId: duty.orgId, unitId: duty.unitId },
  ...(duty.receiverOrgId !== null && { receiverOrgId: duty.receiverOrgId }),
  ...{ coversTo: round.coversTo, asOfPosition: 0, asOfInstant: now, dueBefore },
  ...{ children: [], missingOrgIds: [], totals: [], sha256: noDigest },
});

const dayMs = 24 * 60 * 60 * 1000;

/** One line a mutation on a report that is owed: a command as somebody may well send it. */
const actions: Readonly<Record<ReportChange['operation'], (asked: Asked) => ReportCommand>> = {
  reportSave: ({ campaign }) => ({ type: 'SaveNarrative', text: '?', campaign }),
  reportSubmit: (asked) => ({
    ...{ type: 'SubmitReport', frozen: frozenAs(asked), kind: asked.round.kind, finalWaits: asked.finalWaits },
    ...{ submittedAt: asked.now, persons: [asked.acting.userId], campaign: asked.campaign },
  }),
  reportGrantExtension: ({ dueBefore: inForce, campaign, acting }) => ({
    ...{ type: 'GrantExtension', newDueBefore: new Date(Date.parse(inForce) + dayMs).toISOString(), inForce },
    ...{ grantedByOrgId: acting.organisation.orgId, reason: '?', campaign },
  }),
  reportRecordPaperReceipt: ({ today, campaign, acting }) => ({
    ...{ type: 'RecordPaperReceipt', receivedOn: today, registerNo: '?', today, campaign },
    recordedByOrgId: acting.organisation.orgId,
  }),
  reportWaive: ({ campaign, acting }) => ({
    ...{ type: 'WaiveReport', byOrgId: acting.organisation.orgId, reason: '?', campaign },
  }),
  reportReopen: ({ campaign, round: { kind } }) => ({
    ...{ type: 'ReopenReport', cause: 'CORRECTION', reason: '?', kind, campaign },
  }),
};

/** What somebody may do now, by their rights and the rules themselves, and why not. */
export const allowedActions = (asked: Asked, language: Language): readonly AllowedActionValue[] => {
  const report = reportOf(asked.duty);
  return Object.entries(actions).map(([name, commandOf]) => {
    const action = name as Operation;
    const refused = refusedBy(may(action, asked.acting, targetOf(action, asked.duty), asked.world));
    const decision = refused ?? reportDecider.decide(commandOf(asked), report);
    return allowedAction(action, isRefusal<ReportRefusal>(decision) ? decision : refused, language);
  });
};
