import type { CommandMeta, FollowUp, Outcome } from '@thidua/event-sourcing';
import type { ServicePorts, UserRefusal } from '@thidua/service';
import type { Verdict } from '../achievement/achievement.commands.js';
import { settleAchievement } from '../achievement/settle-achievement.js';
import { reportDecider } from './report.decider.js';
import { campaignOf } from './report-access.js';

type Ports = Pick<ServicePorts, 'executor'>;

/** Takes a decision over, in the campaign as it is then; a report that nobody owes takes none. */
const settleReport =
  (ports: Ports) =>
  async ({ id, command: verdict }: FollowUp<Verdict>, meta: CommandMeta): Promise<Outcome<UserRefusal>> => {
    const { state, revision } = await ports.executor.load(reportDecider, id);
    if (state.status === 'none') return { kind: 'done', revision, receipt: null, appended: false };
    const { reviewId, submissionNo: version, outcome, reasonCode, note } = verdict;
    const campaign = await campaignOf(ports, state);
    const command = { type: 'SettleReport', reviewId, version, outcome, reasonCode, note, campaign } as const;
    return ports.executor.execute(reportDecider, id, command, meta);
  };

/** Sends a decision to what it is about: a report, or an achievement and its amendments. */
export const settleSubject = (ports: Ports) => {
  const [toReport, toAchievement] = [settleReport(ports), settleAchievement(ports)];
  return ({ id, command }: FollowUp<Verdict>, meta: CommandMeta): Promise<Outcome<UserRefusal>> => {
    const { subjectType } = command;
    return subjectType === 'REPORT'
      ? toReport({ id, command }, meta)
      : toAchievement({ id, command: { ...command, subjectType } }, meta);
  };
};
