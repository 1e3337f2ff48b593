import { reviewIdOf } from '@thidua/events';
import type { PlannedAchievement, ReturnReason } from './achievement-plan.js';
import { type DemoIds, demoUserId } from './demo-identity.js';
import { type Dice, makeDice } from './dice.js';
import type { QuantityLineInput } from './graphql-inputs.js';
import { type ScenarioStep, step } from './scenario-step.js';
import { provinceCode } from './tra-vinh-units.js';
import {
  firstWorkingMinuteOf,
  instantOf,
  lastWorkingMinute,
  launchDay,
  minutesPerDay,
  type WorkingMinute,
} from './working-time.js';

/** The launch is at 08:00; nobody enters anything in its first hour. */
const firstEntryMinute: WorkingMinute = 2 * 60;

/** What the reviewer writes when sending something back. */
const returnNotes: Readonly<Record<ReturnReason, readonly string[]>> = {
  QUANTITY_UNCLEAR: [
    'Số liệu chưa khớp với danh sách kèm theo, đề nghị rà soát và báo lại.',
    'Chưa rõ cách tính số lượng, đề nghị kiểm tra, chỉ tính phần đã hoàn thành.',
  ],
  EVIDENCE_MISSING: [
    'Số lượng báo cáo nhiều hơn số có biên bản, đề nghị chỉ báo phần có minh chứng.',
    'Thiếu hình ảnh, biên bản của một phần kết quả, đề nghị điều chỉnh số liệu.',
  ],
  WRONG_PERIOD: ['Ngày thực hiện chưa đúng thực tế, đề nghị ghi lại theo ngày hoàn thành.'],
};

/** Working minutes of one achievement, one after the other, with room left for those that follow. */
const makeAgenda = (dice: Dice, start: WorkingMinute, stepsLeftAtStart: number) => {
  let now = start;
  let stepsLeft = stepsLeftAtStart;
  return {
    now: () => now,
    /** The next step comes between min and max minutes later, and not before the given minute. */
    next: (min: number, max: number, notBefore: WorkingMinute = 0): string => {
      const base = Math.max(now, notBefore);
      const room = Math.floor((lastWorkingMinute - base) / stepsLeft);
      now = base + dice.whole(min, Math.max(min, Math.min(max, room)));
      stepsLeft -= 1;
      return instantOf(now);
    },
  };
};

/** Registered up to a week before the work begins, but not before the launch; what was done before that, soon after. */
const registrationMinute = (achievement: PlannedAchievement, dice: Dice): WorkingMinute => {
  if (achievement.firstDay < launchDay) return dice.whole(firstEntryMinute, 12 * minutesPerDay);
  const early = firstWorkingMinuteOf(achievement.firstDay) - dice.whole(0, 5) * minutesPerDay;
  return Math.max(firstEntryMinute, early) + dice.whole(0, minutesPerDay - 1);
};

/** The committee one up reviews; the province's own work is reviewed by its own reviewer. */
const reviewerOf = ({ owner }: PlannedAchievement): string => demoUserId('REVIEWER', owner.parentCode || provinceCode);

const stepCounts = { WAITING: 2, RETURNED: 3, APPROVED: 3, RETURNED_THEN_APPROVED: 6 } as const;

/** All steps of one achievement, in order and minutes apart. */
export const achievementSteps = (
  seed: string,
  ids: DemoIds,
  achievement: PlannedAchievement,
): readonly ScenarioStep[] => {
  const { name, owner, template, outcome, returned } = achievement;
  const dice = makeDice(seed, `${name}/times`);
  const clerk = demoUserId('CLERK', owner.code);
  const id = ids.achievementId(`${name}/register`, owner.code);
  const change = (stepName: string) => ({ idempotencyKey: ids.keyOf(`${name}/${stepName}`), force: true }) as const;

  const registeredAt = registrationMinute(achievement, dice);
  const agenda = makeAgenda(dice, registeredAt, stepCounts[outcome]);
  // Figures are entered when the work is done: no day of a line lies after the day it is entered.
  const doneMinute = achievement.lastDay < launchDay ? 0 : firstWorkingMinuteOf(achievement.lastDay);

  const report = (at: string, stepName: string, lines: readonly QuantityLineInput[]) =>
    step(at, clerk, 'AchievementReportQuantities', { ...change(stepName), achievement: id, lines });
  const submit = (at: string, stepName: string) =>
    step(at, demoUserId('HEAD', owner.code), 'AchievementSubmit', { ...change(stepName), achievement: id });
  const decision = (stepName: string, submissionNo: number) => ({
    ...change(stepName),
    review: reviewIdOf(id, submissionNo),
    submissionNo,
  });
  const approve = (at: string, stepName: string, submissionNo: number) =>
    step(at, reviewerOf(achievement), 'ReviewApprove', decision(stepName, submissionNo));

  const steps: ScenarioStep[] = [
    step(instantOf(registeredAt), clerk, 'AchievementRegister', {
      idempotencyKey: ids.keyOf(`${name}/register`),
      campaign: ids.campaignId,
      area: template.area,
      kind: template.kind,
      title: achievement.title,
      plannedFrom: achievement.firstDay,
      plannedTo: achievement.lastDay,
      template: template.id,
    }),
    report(agenda.next(15, 3 * minutesPerDay, doneMinute), 'quantities', returned?.linesAtFirst ?? achievement.lines),
    submit(agenda.next(10, minutesPerDay), 'submit'),
  ];
  if (outcome === 'WAITING') return steps;

  const decidedAt = agenda.next(60, 5 * minutesPerDay);
  if (!returned) return [...steps, approve(decidedAt, 'approve', 1)];

  steps.push(
    step(decidedAt, reviewerOf(achievement), 'ReviewReturn', {
      ...decision('return', 1),
      reasonCode: returned.reason,
      note: dice.pick(returnNotes[returned.reason]),
    }),
  );
  if (outcome === 'RETURNED') return steps;
  return [
    ...steps,
    report(agenda.next(30, 3 * minutesPerDay), 'quantities-corrected', achievement.lines),
    submit(agenda.next(10, minutesPerDay), 'submit-again'),
    approve(agenda.next(60, 4 * minutesPerDay), 'approve', 2),
  ];
};
