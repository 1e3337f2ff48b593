import { reportIdOf } from '@thidua/events';
import type { ChangeProbe } from './matrix-changes.js';
import { isIn, type QueryProbe, readNodes, reportedIn, reportOf } from './matrix-probes.js';
import type { Actor, Stage } from './matrix-world.js';
import type { Report, Verdict } from './rights-model.js';

const text = JSON.stringify;
const campaignOf = ({ world }: Stage) => world.ids.campaignId;

/** All states but that of what is owed and not begun: of those there are more than a page holds. */
const begun = ['DRAFT', 'SUBMITTED', 'RETURNED', 'ACCEPTED', 'REOPENED', 'WAIVED'];
const isBegun = ({ status }: Report) => status !== 'EXPECTED';

/** Reports that somebody reads, of those asked for. */
const listed = ({ model }: Stage, { who }: Actor, asked: (report: Report) => boolean) =>
  model.facts.reports
    .filter((report) => asked(report) && model.readsReport(who, report))
    .map(({ report }) => report)
    .sort();

const listing = (
  path: string,
  kind: QueryProbe['kind'],
  filter: (stage: Stage, id: string) => string,
  asked: (stage: Stage, report: Report, id: string) => boolean,
): QueryProbe => ({
  field: 'reports',
  path: `filter.${path}`,
  kind,
  call: (stage, id) => `reports(first: 100, filter: { ${filter(stage, id)} }) { edges { node { id } } }`,
  said: readNodes,
  expected: (stage, actor, id) => listed(stage, actor, (report) => asked(stage, report, id)),
});
const ofCampaign = (stage: Stage) => `campaign: ${text(campaignOf(stage))}`;

export const reportProbes: readonly QueryProbe[] = [
  {
    field: 'report',
    path: 'id',
    kind: 'report',
    call: (_, id) =>
      `report(id: ${text(id)}) { id status versions { version } totals { __typename } missing { id } differences { __typename } }`,
    said: (report: { id: string; status: string; versions: readonly { version: number }[] } | null) =>
      report && [report.id, report.status, report.versions.map(({ version }) => version)],
    expected: (stage, { who }, id) => {
      const report = reportOf(stage, id);
      return report && stage.model.readsReport(who, report)
        ? [id, report.status, stage.model.versionsRead(who, report)]
        : null;
    },
  },
  listing(
    'campaign',
    'campaign',
    (_, id) => `campaign: ${text(id)}, status: [${begun}]`,
    (stage, report, id) => id === campaignOf(stage) && isBegun(report),
  ),
  listing(
    'within',
    'unit',
    (stage, id) => `${ofCampaign(stage)}, within: ${text(id)}, status: [${begun}]`,
    (stage, report, id) => isBegun(report) && isIn(stage, report.unitId, id),
  ),
  listing(
    'within',
    'unit',
    (stage, id) => `${ofCampaign(stage)}, within: ${text(id)}, round: "MID"`,
    (stage, report, id) => report.round === 'MID' && isIn(stage, report.unitId, id),
  ),
  listing(
    'reporter',
    'organisation',
    (stage, id) => `${ofCampaign(stage)}, reporter: ${text(id)}`,
    (_, { orgId }, id) => orgId === id,
  ),
  listing(
    'receiver',
    'organisation',
    (stage, id) => `${ofCampaign(stage)}, receiver: ${text(id)}`,
    ({ model }, { receiver }, id) => receiver !== null && (receiver === id || model.receiverOf(receiver) === id),
  ),
  {
    field: 'reviewQueue',
    path: 'filter.campaign',
    kind: 'campaign',
    call: (_, id) =>
      `reviewQueue(first: 50, filter: { campaign: ${text(id)}, rounds: ["FINAL-COMMUNE"] }) { edges { node { id } } }`,
    said: readNodes,
    expected: (stage, { who }, id) =>
      id === campaignOf(stage)
        ? stage.model.queueOf(who).filter((review) => reportedIn(stage, review)?.round === 'FINAL-COMMUNE')
        : [],
  },
  {
    field: 'rollup',
    path: 'unit',
    kind: 'unit',
    call: (stage, id) =>
      `rollup(campaign: ${text(campaignOf(stage))}, unit: ${text(id)}) { reporting(round: "FINAL-COMMUNE") { expected submitted accepted } }`,
    said: (rollup: { reporting: unknown } | null) => rollup && { ...(rollup.reporting as object) },
    expected: (stage, { who }, id) => {
      if (!stage.model.readsFigures(who, id)) return null;
      // What a unit owed that ended is counted at its place of today, as figures are.
      const owed = stage.model.facts.reports.filter(
        ({ round, status, unitId }) =>
          round === 'FINAL-COMMUNE' && status !== 'WAIVED' && stage.model.isBelow(unitId, id),
      );
      const of = (status: string) => owed.filter((report) => report.status === status).length;
      return { expected: owed.length, submitted: of('SUBMITTED'), accepted: of('ACCEPTED') };
    },
  },
];

const long = 'x'.repeat(20_000);
const writing = ['CLERK', 'HEAD', 'OFFICE'];
const heads = ['HEAD'];

const onReport = (
  field: string,
  more: object,
  expected: (stage: Stage, actor: Actor, report: Report | undefined) => Verdict,
  path = 'report',
): ChangeProbe => ({
  field,
  path: `input.${path}`,
  kind: 'report',
  input: (_, __, id) => ({ force: true, [path]: id, ...more }),
  expected: (stage, actor, id) => expected(stage, actor, reportOf(stage, id)),
});
const byReporter =
  (roles: readonly string[]) =>
  ({ model }: Stage, { who }: Actor, report: Report | undefined) =>
    model.changesReport(who, report, roles);
const byReceiver =
  (roles: readonly string[]) =>
  ({ model }: Stage, { who }: Actor, report: Report | undefined) =>
    model.grants(who, report, roles);

const issuerOf = ({ world }: Stage) => world.ids.committeeId('84');
const summaryOf = (stage: Stage) => reportIdOf(campaignOf(stage), issuerOf(stage), 'SUMMARY');

/** The issuer reports to nobody, and nobody to itself: such a line is refused behind the rights. */
const lineNaming = (path: string, what: (stage: Stage, id: string) => object): ChangeProbe => ({
  field: 'reportingLineSet',
  path: `input.${path}`,
  kind: 'named',
  input: (stage, _, id) => ({
    ...{ force: true, campaign: campaignOf(stage), validFrom: '2022-03-01' },
    ...what(stage, id),
  }),
  expected: (stage, { who }, id) => {
    const verdict = stage.model.launches(who, campaignOf(stage));
    return verdict === 'allowed' && !stage.model.org(id) ? 'NOT_FOUND' : verdict;
  },
});

export const reportChanges: readonly ChangeProbe[] = [
  onReport('reportSave', { narrative: long }, byReporter(writing)),
  onReport('reportSubmit', { force: false, expectedRevision: 9999 }, byReporter(heads)),
  onReport('reportGrantExtension', { dueBefore: '2000-01-01T00:00:00+07:00', reason: 'x' }, byReceiver(heads)),
  onReport('reportRecordPaperReceipt', { receivedOn: '2999-01-01', registerNo: '1' }, byReceiver(['OFFICE', ...heads])),
  onReport('reportWaive', { reason: '' }, byReceiver(heads), 'id'),
  onReport('reportReopen', { cause: 'CORRECTION', reason: long }, byReceiver(heads)),
  {
    field: 'reportingLineSet',
    path: 'input.campaign',
    kind: 'campaign',
    input: (stage, _, campaign) => ({
      ...{ force: true, campaign, validFrom: '2022-03-01' },
      ...{ reporter: issuerOf(stage), receiver: issuerOf(stage) },
    }),
    expected: ({ model }, { who }, id) => model.launches(who, id),
  },
  lineNaming('reporter', (_, id) => ({ reporter: id, receiver: id })),
  lineNaming('receiver', (stage, receiver) => ({ reporter: issuerOf(stage), receiver })),
  {
    field: 'campaignSummarise',
    path: 'input.campaign',
    kind: 'campaign',
    later: 'report',
    input: (stage, _, campaign) => ({ force: true, campaign, report: summaryOf(stage), version: 99 }),
    expected: ({ model }, { who }, id) => model.launches(who, id),
  },
  {
    field: 'campaignSummarise',
    path: 'input.report',
    kind: 'report',
    input: (stage, _, report) => ({ force: true, campaign: campaignOf(stage), report, version: 99 }),
    expected: (stage, { who }, id) => {
      const verdict = stage.model.launches(who, campaignOf(stage));
      return verdict === 'allowed' && id !== summaryOf(stage) ? 'NOT_FOUND' : verdict;
    },
  },
];
