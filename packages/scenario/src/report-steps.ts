import { reviewIdOf } from '@thidua/events';
import { sessionOf } from './calendar.js';
import type { Cast } from './cast.js';
import { type DemoIds, demoUserId } from './demo-identity.js';
import { makeDice } from './dice.js';
import { extendedDistrictOf, type SentReport, sentReports } from './report-plan.js';
import { extensionReason, narrativeOf, returnReasons } from './report-words.js';
import { type ScenarioStep, step } from './scenario-step.js';
import { provinceCode, type UnitRow } from './tra-vinh-units.js';
import { localInstant } from './working-time.js';

const extensionDay = '2022-04-14';
const extendedTo = localInstant('2022-04-18', 0);
const closingDay = '2022-07-01';
const summaryDay = '2022-07-12';

const reportIdIn = (ids: DemoIds, { level, code }: UnitRow, round: string): string =>
  ids.reportId(level === 'hamlet' ? ids.boardId(code) : ids.committeeId(code), round);

const writeStep = (seed: string, ids: DemoIds, sent: SentReport): readonly ScenarioStep[] => {
  const { reporter, round, version, writtenOn } = sent;
  if (writtenOn === null) return [];
  const name = `report/${round}/${reporter.code}/write/${version}`;
  return [
    step(sessionOf(writtenOn, 'writeReport'), demoUserId('CLERK', reporter.code), 'ReportSave', {
      idempotencyKey: ids.keyOf(name),
      force: true,
      report: reportIdIn(ids, reporter, round),
      narrative: narrativeOf(reporter, round, makeDice(seed, name)),
    }),
  ];
};

const sendStep = (ids: DemoIds, { reporter, round, version, sentAt }: SentReport): ScenarioStep =>
  step(sentAt, demoUserId('HEAD', reporter.code), 'ReportSubmit', {
    idempotencyKey: ids.keyOf(`report/${round}/${reporter.code}/send/${version}`),
    force: true,
    report: reportIdIn(ids, reporter, round),
  });

/** A reviewer decides all reports of a day at once, those with one outcome in one go. */
const decisionSteps = (ids: DemoIds, reports: readonly SentReport[]): readonly ScenarioStep[] => {
  const decided = reports.flatMap(({ decision, ...sent }) => (decision === null ? [] : [{ ...sent, ...decision }]));
  const nameOf = ({ round, reporter, day, outcome }: (typeof decided)[number]) =>
    `report/${round}/${reporter.parentCode}/decide/${day}/${outcome}`;
  return [...Map.groupBy(decided, nameOf)].flatMap(([name, together]) => {
    const [one] = together;
    if (!one) return [];
    return [
      step(sessionOf(one.day, 'decideReports'), demoUserId('REVIEWER', one.reporter.parentCode), 'ReviewsDecide', {
        idempotencyKey: ids.keyOf(name),
        outcome: one.outcome,
        ...(one.outcome === 'RETURN' && reasonIn(one.round)),
        items: together.map(({ reporter, round, version }) => ({
          review: reviewIdOf(reportIdIn(ids, reporter, round), version),
          submissionNo: version,
          force: true,
        })),
      }),
    ];
  });
};

const reasonIn = (round: SentReport['round']) => {
  if (round !== 'FINAL-HAMLET' && round !== 'FINAL-COMMUNE') throw new Error(`no report of ${round} is returned`);
  return returnReasons[round];
};

/** What the province's head does about rounds and the campaign. */
const provinceSteps = (seed: string, ids: DemoIds, cast: Cast): readonly ScenarioStep[] => {
  const head = demoUserId('HEAD', provinceCode);
  const change = (name: string) => ({ idempotencyKey: ids.keyOf(name), force: true }) as const;
  return [
    step(sessionOf(extensionDay, 'grantExtension'), head, 'ReportGrantExtension', {
      ...change('report/MID/extension'),
      report: reportIdIn(ids, extendedDistrictOf(seed, cast), 'MID'),
      dueBefore: extendedTo,
      reason: extensionReason,
    }),
    step(sessionOf(closingDay, 'closeReporting'), head, 'CampaignCloseReporting', {
      ...change('campaign/close-reporting'),
      id: ids.campaignId,
      reason: 'Hết thời gian thi đua; các huyện, thị xã, thành phố gửi báo cáo bổ sung trước ngày 11/7/2022.',
    }),
    step(sessionOf(summaryDay, 'summarise'), head, 'CampaignSummarise', {
      ...change('campaign/summarise'),
      campaign: ids.campaignId,
      report: ids.reportId(ids.committeeId(provinceCode), 'SUMMARY'),
      version: 1,
    }),
  ];
};

/** Reports of all rounds up the tree, those that come late, and the summary of the province. */
export const reportSteps = (seed: string, ids: DemoIds, cast: Cast): readonly ScenarioStep[] => {
  const reports = sentReports(seed, cast);
  return [
    ...reports.flatMap((sent) => writeStep(seed, ids, sent)),
    ...reports.map((sent) => sendStep(ids, sent)),
    ...decisionSteps(ids, reports),
    ...provinceSteps(seed, ids, cast),
  ];
};
