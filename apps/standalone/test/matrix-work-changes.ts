import type { ChangeProbe } from './matrix-changes.js';
import { workOf } from './matrix-probes.js';
import type { Actor, Stage } from './matrix-world.js';
import type { Verdict } from './rights-model.js';

const drafting = ['CLERK', 'HEAD'];
const committee84 = ({ world }: Stage) => world.ids.committeeId('84');

/** The issuer for whom somebody drafts: their organisation or, for a body of a committee, that committee. */
const ownIssuer = (stage: Stage, { who }: Actor): string =>
  stage.model.facts.orgs.find(({ orgId }) => stage.model.drafts(who, orgId) === 'allowed')?.orgId ?? committee84(stage);

const plan = (issuer: string) => ({
  ...{ titleVi: 'x', kind: 'DRIVE', issuer, periodStart: '2022-12-31', periodEnd: '2022-01-01' },
  ...{ areas: [] as object[], metrics: [], participantRules: [], rounds: [] as object[] },
});
const round = {
  ...{ code: 'R', kind: 'FINAL', fromLevel: 'COMMUNE', fromOrgTypes: [], coversTo: '2022-01-01' },
  ...{ dueBefore: '2022-01-01T00:00:00+07:00', dueText: 'x' },
};

/** Every organisation may be named; one that does not exist is not found. */
const draftNaming = (path: string, what: (id: string) => object): ChangeProbe => ({
  field: 'campaignDraft',
  path: `input.${path}`,
  kind: 'named',
  input: (stage, actor, id) => ({ ...plan(ownIssuer(stage, actor)), ...what(id) }),
  expected: (stage, actor, id) => naming(stage, stage.model.drafts(actor.who, ownIssuer(stage, actor)), id),
});
const naming = ({ model }: Stage, verdict: Verdict, orgId: string): Verdict =>
  verdict === 'allowed' && !model.org(orgId) ? 'NOT_FOUND' : verdict;

const launch = (campaign: string, signedOnBehalfOf: string) => ({
  ...{ force: true, campaign, signedOnBehalfOf, documentDate: '2022-02-18', signedByCapacity: 'x' },
});
const launchNaming = (path: string, what: (stage: Stage, id: string) => object): ChangeProbe => ({
  field: 'campaignLaunch',
  path: `input.${path}`,
  kind: 'named',
  input: (stage, _, id) => ({ ...launch(stage.world.ids.campaignId, committee84(stage)), ...what(stage, id) }),
  expected: (stage, { who }, id) => naming(stage, stage.model.launches(who, stage.world.ids.campaignId), id),
});

const onWork = (field: string, roles: readonly string[], more: object): ChangeProbe => ({
  field,
  path: 'input.achievement',
  kind: 'work',
  input: (_, __, achievement) => ({ force: true, achievement, ...more }),
  expected: (stage, { who }, id) => stage.model.changesWork(who, workOf(stage, id), roles),
});

/** Lines belong to their achievement; the one of phường 3 waits for its review. */
const onLine = (path: string, what: (lineId: string) => object): ChangeProbe => ({
  field: 'achievementReportQuantities',
  path: `input.${path}`,
  kind: 'line',
  input: (stage, _, id) => ({ force: true, achievement: phuong3(stage)?.achievement ?? '', ...what(id) }),
  expected: (stage, { who }) => stage.model.changesWork(who, phuong3(stage), drafting),
});
const phuong3 = ({ model, units }: Stage) => model.facts.works.find(({ unitId }) => unitId === units['29242']);

const decision = (field: string, more: object = {}): ChangeProbe => ({
  field,
  path: 'input.review',
  kind: 'case',
  input: (_, __, review) => ({ force: true, review, submissionNo: 99, ...more }),
  expected: (stage, { who }, id) => stage.model.decides(who, workOf(stage, id)),
});

export const workChanges: readonly ChangeProbe[] = [
  {
    field: 'campaignDraft',
    path: 'input.issuer',
    kind: 'organisation',
    input: (_, __, issuer) => plan(issuer),
    expected: ({ model }, { who }, id) => model.drafts(who, id),
  },
  draftNaming('planOwner', (planOwner) => ({ planOwner })),
  draftNaming('areas.responsible', (responsible) => ({ areas: [{ code: '1', titleVi: 'x', responsible }] })),
  draftNaming('rounds.receiver', (receiver) => ({ rounds: [{ ...round, receiver }] })),
  draftNaming('rounds.via', (via) => ({ rounds: [{ ...round, via }] })),
  {
    field: 'campaignLaunch',
    path: 'input.campaign',
    kind: 'campaign',
    later: 'signedOnBehalfOf',
    input: (_, __, campaign) => launch(campaign, 'nowhere'),
    expected: ({ model }, { who }, id) => model.launches(who, id),
  },
  launchNaming('signedOnBehalfOf', (_, signedOnBehalfOf) => ({ signedOnBehalfOf })),
  launchNaming('recipients.organisation', (_, organisation) => ({
    recipients: [{ name: 'x', purpose: 'INFORM', organisation }],
  })),
  {
    field: 'achievementRegister',
    path: 'input.campaign',
    kind: 'campaign',
    input: (_, __, campaign) => ({ campaign, area: 'none', kind: 'WORK', title: 'x' }),
    expected: ({ model }, { who }, id) => model.registers(who, id),
  },
  onWork('achievementReportQuantities', drafting, { removedLineIds: ['none'] }),
  onWork('achievementSubmit', ['HEAD'], { completedOn: '2000-01-01' }),
  onLine('removedLineIds', (id) => ({ removedLineIds: [id, 'none'] })),
  onLine('lines.lineId', (lineId) => ({ lines: [{ lineId, metric: 'none', value: '1', effectiveOn: '2022-02-01' }] })),
  decision('reviewApprove'),
  decision('reviewReturn', { reasonCode: 'OTHER', note: 'x' }),
];
