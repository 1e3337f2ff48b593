import { randomUUID } from 'node:crypto';
import type { ChangeProbe } from './matrix-changes.js';
import { reportedIn, workOf } from './matrix-probes.js';
import type { Actor, Stage } from './matrix-world.js';
import type { Verdict, Who } from './rights-model.js';

const line = { metric: 'none', value: '1', effectiveOn: '2022-02-01' };

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

const deciding = ['REVIEWER'];
const onCase = (field: string, more: object, { path = 'input.review', roles = deciding } = {}): ChangeProbe => ({
  field,
  path,
  kind: 'case',
  input: (_, __, id) => ({ force: true, [path.split('.')[1] ?? '']: id, ...more }),
  expected: (stage, { who }, id) => decides(stage, who, id, roles),
});
const decides = (stage: Stage, who: Who, id: string, roles: readonly string[]): Verdict => {
  const report = reportedIn(stage, id);
  return report ? stage.model.decidesReport(who, report, roles) : stage.model.decides(who, workOf(stage, id), roles);
};
const decision = (field: string, more: object = {}): ChangeProbe => onCase(field, { submissionNo: 99, ...more });

/** Something else that a change of one work names: whoever may change that work may name anything. */
const onWorkNaming = (
  field: string,
  path: string,
  kind: ChangeProbe['kind'],
  roles: readonly string[],
  what: (id: string) => object,
): ChangeProbe => ({
  field,
  path: `input.${path}`,
  kind,
  later: path.split('.')[0] ?? '',
  input: (stage, _, id) => ({ force: true, achievement: phuong3(stage)?.achievement ?? '', ...what(id) }),
  expected: (stage, { who }) => stage.model.changesWork(who, phuong3(stage), roles),
});

/** A step in the life of a campaign; without a reason it is refused behind the rights. */
const onCampaign = (field: string): ChangeProbe => ({
  field,
  path: 'input.id',
  kind: 'campaign',
  input: (_, __, id) => ({ force: true, id, reason: '' }),
  expected: ({ model }, { who }, id) => model.launches(who, id),
});

const content = (issuer: string) => {
  const { issuer: _, ...stated } = plan(issuer);
  return stated;
};
const amendNaming = (path: string, what: (id: string) => object): ChangeProbe => ({
  field: 'campaignAmend',
  path: `input.plan.${path}`,
  kind: 'named',
  input: (stage, _, id) => ({
    force: true,
    campaign: stage.world.ids.campaignId,
    plan: { ...content(committee84(stage)), ...what(id) },
  }),
  expected: (stage, { who }, id) => naming(stage, stage.model.amends(who, stage.world.ids.campaignId), id),
});

const target = { area: '2.5', metric: 'none', value: '1', effectiveOn: '2022-03-01' };
const ownPart = (field: string, more: object): ChangeProbe => ({
  field,
  path: 'input.campaign',
  kind: 'campaign',
  input: (_, __, campaign) => ({ force: true, campaign, ...more }),
  expected: ({ model }, { who }, id) => model.takesPart(who, id),
});
const decided = ({ model }: Stage) => model.facts.works.find(({ status }) => status === 'approved');

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
    field: 'campaignAmend',
    path: 'input.campaign',
    kind: 'campaign',
    input: (stage, _, campaign) => ({ force: true, campaign, plan: content(committee84(stage)) }),
    expected: ({ model }, { who }, id) => model.amends(who, id),
  },
  amendNaming('planOwner', (planOwner) => ({ planOwner })),
  amendNaming('areas.responsible', (responsible) => ({ areas: [{ code: '1', titleVi: 'x', responsible }] })),
  amendNaming('rounds.receiver', (receiver) => ({ rounds: [{ ...round, receiver }] })),
  amendNaming('rounds.via', (via) => ({ rounds: [{ ...round, via }] })),
  onCampaign('campaignSuspend'),
  onCampaign('campaignResume'),
  onCampaign('campaignCloseReporting'),
  onCampaign('campaignClose'),
  onCampaign('campaignCancel'),
  {
    field: 'roundReschedule',
    path: 'input.campaign',
    kind: 'campaign',
    input: (_, __, campaign) => ({ force: true, campaign, round: 'none', dueBefore: round.dueBefore }),
    expected: ({ model }, { who }, id) => model.reschedules(who, id, null),
  },
  {
    field: 'roundReschedule',
    path: 'input.receiver',
    kind: 'organisation',
    later: 'receiver',
    input: (stage, _, receiver) => ({
      ...{ force: true, campaign: stage.world.ids.campaignId, receiver },
      ...{ round: 'none', dueBefore: round.dueBefore },
    }),
    expected: (stage, { who }, id) => stage.model.reschedules(who, stage.world.ids.campaignId, id),
  },
  ownPart('participationRegister', { subjectKind: 'COLLECTIVE', headcount: -1 }),
  ownPart('participationIssuePlan', {
    issuedOn: '2022-03-01',
    rounds: [{ round: 'none', dueBefore: round.dueBefore }],
  }),
  ownPart('participationSetTargets', { targets: [target] }),
  {
    field: 'participationSetTargets',
    path: 'input.organisation',
    kind: 'organisation',
    input: (stage, _, organisation) => ({
      ...{ force: true, campaign: stage.world.ids.campaignId, organisation },
      targets: [target],
    }),
    expected: (stage, { who }, id) => {
      const { model, world } = stage;
      if (who === null) return 'NOT_ALLOWED';
      if (!model.readsParticipation(who, world.ids.campaignId, id)) return 'NOT_FOUND';
      const own = model.ownerOf(id) === who?.orgId;
      return who?.role === 'HEAD' && (own || model.receives(who.orgId, id)) ? 'allowed' : 'NOT_ALLOWED';
    },
  },
  {
    field: 'participationWithdraw',
    path: 'input.id',
    kind: 'participation',
    input: (_, __, id) => ({ force: true, id, reason: '' }),
    expected: (stage, { who }, id) => {
      const { model, world } = stage;
      const orgId = id.split(':')[1] ?? '';
      // The plan of the demo invites committees and boards; who was never invited has nothing to withdraw.
      if (!['FRONT_COMMITTEE', 'FRONT_WORK_BOARD'].includes(model.org(orgId)?.type ?? '')) return 'NOT_FOUND';
      if (!model.readsParticipation(who, world.ids.campaignId, orgId)) return 'NOT_FOUND';
      return who?.role === 'HEAD' && model.ownerOf(orgId) === who.orgId ? 'allowed' : 'NOT_ALLOWED';
    },
  },
  {
    field: 'achievementRegister',
    path: 'input.campaign',
    kind: 'campaign',
    input: (_, __, campaign) => ({ campaign, area: 'none', kind: 'WORK', title: 'x' }),
    expected: ({ model }, { who }, id) => model.registers(who, id),
  },
  {
    field: 'achievementRegister',
    path: 'input.unit',
    kind: 'unit',
    input: (stage, _, unit) => ({ campaign: stage.world.ids.campaignId, area: 'none', kind: 'WORK', title: 'x', unit }),
    expected: (stage, { who }) => stage.model.registers(who, stage.world.ids.campaignId),
  },
  onWork('achievementDeclareContributions', drafting, { contributions: [] }),
  onWorkNaming('achievementDeclareContributions', 'contributions.organisation', 'named', drafting, (organisation) => ({
    contributions: [{ organisation, role: 'LEAD', shareBp: 1 }],
  })),
  onWork('achievementRecordProgress', drafting, { percentDone: 101, effectiveOn: '2022-02-01' }),
  onWork('achievementReportQuantities', drafting, { removedLineIds: ['none'] }),
  onLine('removedLineIds', (id) => ({ removedLineIds: [id, 'none'] })),
  onLine('lines.lineId', (lineId) => ({ lines: [{ lineId, ...line }] })),
  onLine('lines.members', (member) => ({ lines: [{ lineId: 'm', ...line, members: [member] }] })),
  {
    field: 'achievementAttachEvidence',
    path: 'input.achievement',
    kind: 'work',
    later: 'evidence',
    input: (_, __, achievement) => ({ force: true, achievement, evidence: randomUUID(), kind: 'PHOTO' }),
    expected: (stage, { who }, id) => stage.model.changesWork(who, workOf(stage, id), drafting),
  },
  onWorkNaming('achievementAttachEvidence', 'evidence', 'evidence', drafting, (evidence) => ({
    evidence,
    kind: 'PHOTO',
  })),
  {
    field: 'achievementWithdrawEvidence',
    path: 'input.achievement',
    kind: 'work',
    later: 'evidence',
    input: (_, __, achievement) => ({ force: true, achievement, evidence: 'none' }),
    expected: (stage, { who }, id) => stage.model.changesWork(who, workOf(stage, id), drafting),
  },
  onWorkNaming('achievementWithdrawEvidence', 'evidence', 'evidence', drafting, (evidence) => ({ evidence })),
  onWork('achievementComplete', drafting, { completedOn: '2000-01-01' }),
  onWork('achievementSubmit', ['HEAD'], { completedOn: '2000-01-01' }),
  onWork('achievementRequestAmendment', ['HEAD'], { removedLineIds: ['none'], reason: 'x' }),
  onWorkNaming('achievementRequestAmendment', 'lines.lineId', 'line', ['HEAD'], (lineId) => ({
    ...{ lines: [{ lineId, ...line }], reason: 'x' },
  })),
  onWorkNaming('achievementRequestAmendment', 'lines.members', 'line', ['HEAD'], (member) => ({
    ...{ lines: [{ lineId: 'm', ...line, members: [member] }], reason: 'x' },
  })),
  onWorkNaming('achievementRequestAmendment', 'removedLineIds', 'line', ['HEAD'], (id) => ({
    ...{ removedLineIds: [id, 'none'], reason: 'x' },
  })),
  {
    field: 'achievementWithdraw',
    path: 'input.id',
    kind: 'work',
    input: (_, __, id) => ({ force: true, id, reason: '' }),
    expected: (stage, { who }, id) => stage.model.changesWork(who, workOf(stage, id), ['HEAD']),
  },
  {
    field: 'achievementRevoke',
    path: 'input.id',
    kind: 'work',
    input: (_, __, id) => ({ force: true, id, reason: '' }),
    expected: (stage, { who }, id) => stage.model.revokes(who, workOf(stage, id)),
  },
  {
    field: 'achievementsSubmit',
    path: 'input.items.achievement',
    kind: 'work',
    bulk: true,
    input: (_, __, achievement) => ({ items: [{ achievement, force: true, completedOn: '2000-01-01' }] }),
    expected: (stage, { who }, id) => stage.model.changesWork(who, workOf(stage, id), ['HEAD']),
  },
  decision('reviewApprove'),
  decision('reviewReturn', { reasonCode: 'OTHER', note: 'x' }),
  decision('reviewReject', { reasonCode: 'OTHER', note: 'x' }),
  {
    field: 'reviewsDecide',
    path: 'input.items.review',
    kind: 'case',
    bulk: true,
    input: (_, __, review) => ({ outcome: 'APPROVE', items: [{ review, submissionNo: 99, force: true }] }),
    expected: (stage, { who }, id) => decides(stage, who, id, deciding),
  },
  onCase('reviewAssign', { reviewer: 'nobody' }, { roles: ['HEAD', 'REVIEWER'] }),
  {
    field: 'reviewAssign',
    path: 'input.reviewer',
    kind: 'person',
    input: (stage, _, reviewer) => ({ force: true, review: decided(stage)?.review ?? '', reviewer }),
    expected: (stage, { who }) => stage.model.decides(who, decided(stage), ['HEAD', 'REVIEWER']),
  },
  onCase('reviewRecuse', { reason: '' }, { path: 'input.id' }),
  onCase('reviewRaiseFinding', { code: 'none', text: 'x' }),
];
