import { achievementPen } from './achievement-pen.js';
import type { PlannedAchievement } from './achievement-plan.js';
import { sessionOf } from './calendar.js';
import type { DemoIds } from './demo-identity.js';
import { makeDice } from './dice.js';
import { entryDay } from './entry-days.js';
import type { ScenarioStep } from './scenario-step.js';
import type { Verdict, WorkActs } from './work-acts.js';

/** Share of the unfinished whose figures are entered already. */
const enteredUnfinishedShare = 0.5;

const withdrawalReasons = {
  WITHDRAWN_UNDER_REVIEW: 'Số liệu đã được tính trong thành tích khác của đơn vị, xin rút.',
  WITHDRAWN_UNSENT: 'Không đủ kinh phí để thực hiện trong đợt thi đua, xin rút.',
} as const;

const rejection = {
  outcome: 'REJECT',
  reasonCode: 'WRONG_AREA',
  note: 'Việc thường xuyên của đơn vị, không thuộc nội dung thi đua đã đăng ký.',
} as const;

const outcomeOf = ({ fate, sentBack }: PlannedAchievement): Pick<Verdict, 'outcome' | 'reasonCode' | 'note'> | null => {
  if (sentBack) return { outcome: 'RETURN', reasonCode: sentBack.reason, note: sentBack.note };
  if (fate === 'REJECTED') return rejection;
  return fate === 'APPROVED' ? { outcome: 'APPROVE' } : null;
};

const sessions = { APPROVE: 'approve', RETURN: 'return', REJECT: 'reject' } as const;

const isSent = ({ fate }: PlannedAchievement): boolean => fate !== 'UNFINISHED' && fate !== 'WITHDRAWN_UNSENT';

/** Registered, with those who did it together; what is unfinished or given up may have no figures. */
const draftSteps = (
  seed: string,
  pen: ReturnType<typeof achievementPen>,
  achievement: PlannedAchievement,
): readonly ScenarioStep[] => {
  const { name, template, title, firstDay, lastDay, registeredOn, fate, partners } = achievement;
  const { area, kind, id } = template;
  const entered = entryDay(achievement.entry);
  const hasFigures =
    isSent(achievement) || (fate === 'UNFINISHED' && makeDice(seed, `${name}/drafts`).chance(enteredUnfinishedShare));
  return [
    pen.register(registeredOn, { area, kind, title, plannedFrom: firstDay, plannedTo: lastDay, template: id }),
    ...(partners.length > 0 ? [pen.contribute(registeredOn, partners)] : []),
    ...(hasFigures ? [pen.report(entered, achievement.sentBack?.linesAtFirst ?? achievement.lines)] : []),
    ...(isSent(achievement) && kind === 'WORK' ? pen.prove(entered, lastDay) : []),
    ...(fate === 'WITHDRAWN_UNSENT' ? [pen.withdraw(entered, withdrawalReasons[fate])] : []),
  ];
};

/** All that people do about one achievement. What is sent on a day of entry is decided on the next. */
export const achievementActs = (seed: string, ids: DemoIds, achievement: PlannedAchievement): WorkActs => {
  const { name, owner, entry, fate, lines } = achievement;
  const pen = achievementPen(ids, name, owner);
  const steps = draftSteps(seed, pen, achievement);
  if (!isSent(achievement)) return { steps, submissions: [], verdicts: [] };

  const verdict = (index: number, submissionNo: number, how: Pick<Verdict, 'outcome' | 'reasonCode' | 'note'>) => ({
    at: sessionOf(entryDay(index), sessions[how.outcome]),
    reviewer: owner.reviewer,
    achievement: pen.achievement,
    submissionNo,
    ...how,
  });
  const first = outcomeOf(achievement);
  const comesAgain = fate === 'RETURNED_THEN_APPROVED';
  const again = comesAgain ? entryDay(entry + 2) : null;
  return {
    steps: [
      ...steps,
      ...(again ? [pen.report(again, lines, 'quantities-corrected')] : []),
      ...(fate === 'WITHDRAWN_UNDER_REVIEW' ? [pen.withdraw(entryDay(entry + 1), withdrawalReasons[fate])] : []),
    ],
    submissions: [pen.submission(entryDay(entry)), ...(again ? [pen.submission(again)] : [])],
    verdicts: [
      ...(first ? [verdict(entry + 1, 1, first)] : []),
      ...(again ? [verdict(entry + 3, 2, { outcome: 'APPROVE' })] : []),
    ],
  };
};
