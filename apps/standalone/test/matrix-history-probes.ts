import { organisationIdOf } from '@thidua/events';
import { type QueryProbe, reportedIn, reportOf, workOf } from './matrix-probes.js';
import type { Actor, Stage } from './matrix-world.js';

const text = JSON.stringify;

interface Page {
  readonly edges: readonly { readonly node: { readonly data: unknown } }[];
}
/** Null where nothing is shown, else whether raw data stands beside the first entry. */
const said = ({ edges: [first] }: Page) => (first ? first.node.data !== null : null);

/** Whose unit it is decides who audits it; undefined = there is no such thing. */
type UnitOf = (stage: Stage, id: string) => string | undefined;

const audits = ({ model }: Stage, { who }: Actor, unitId: string): boolean =>
  who?.role === 'AUDITOR' && model.readsFigures(who, unitId);

const historyOf = (
  kind: QueryProbe['kind'],
  reads: (stage: Stage, actor: Actor, id: string) => boolean,
  unitOf: UnitOf,
  subject: (stage: Stage, id: string) => string = (_, id) => id,
): QueryProbe => ({
  field: 'history',
  path: 'subject',
  kind,
  call: (stage, id) => `history(subject: ${text(subject(stage, id))}, first: 1) { edges { node { data } } }`,
  said,
  expected: (stage, actor, id) => {
    const unitId = unitOf(stage, id);
    return unitId !== undefined && reads(stage, actor, id) ? audits(stage, actor, unitId) : null;
  },
});

/** Events about one thing: those of units are found by every auditor, all others where its unit is audited. */
const eventsOf = (kind: QueryProbe['kind'], unitOf: UnitOf): QueryProbe => ({
  field: 'events',
  path: 'filter.subject',
  kind,
  call: (_, id) => `events(filter: { subject: ${text(id)} }, first: 1) { edges { node { data } } }`,
  said,
  expected: (stage, actor, id) => {
    const unitId = unitOf(stage, id);
    if (unitId === undefined || actor.who?.role !== 'AUDITOR') return null;
    const audited = audits(stage, actor, unitId);
    return kind === 'unit' || audited ? audited : null;
  },
});

const knownUnit: UnitOf = ({ model }, id) => (model.isKnown(id) ? id : undefined);
const unitOfOrg: UnitOf = ({ model }, id) => model.org(id)?.unitId;
const unitOfWork: UnitOf = (stage, id) => workOf(stage, id)?.unitId;
const unitOfReport: UnitOf = (stage, id) => reportOf(stage, id)?.unitId;
const unitOfCase: UnitOf = (stage, id) => (reportedIn(stage, id) ?? workOf(stage, id))?.unitId;
const unitOfIssuer: UnitOf = (stage, id) => {
  const campaign = stage.model.facts.campaigns.find((one) => one.id === id);
  return campaign && unitOfOrg(stage, campaign.issuer);
};
/** Organisations that were invited: those named here are committees, and each takes part. */
const unitOfParticipant: UnitOf = (stage, id) => {
  const invited = ['84', '29242', '29257', '84202'].map((code) => stage.units[code] ?? '');
  return invited.find((unitId) => organisationIdOf(unitId, 'FRONT_COMMITTEE') === id);
};

const readsWork = (stage: Stage, { who }: Actor, id: string): boolean => {
  const work = workOf(stage, id);
  return work !== undefined && stage.model.readsWork(who, work);
};
const readsReport = (stage: Stage, { who }: Actor, id: string): boolean => {
  const report = reportOf(stage, id);
  return report !== undefined && stage.model.readsReport(who, report);
};
const readsCase = (stage: Stage, { who }: Actor, id: string): boolean => {
  const [report, work] = [reportedIn(stage, id), workOf(stage, id)];
  if (report) return stage.model.readsReportCase(who, report);
  return work !== undefined && stage.model.readsCase(who, work);
};

export const historyProbes: readonly QueryProbe[] = [
  historyOf('unit', () => true, knownUnit),
  historyOf('organisation', ({ model }, { who }, id) => model.readsOrganisation(who, id), unitOfOrg),
  historyOf('campaign', ({ model }, { who }, id) => model.readsCampaign(who, id), unitOfIssuer),
  historyOf(
    'named',
    ({ model, world }, { who }, id) => model.readsParticipation(who, world.ids.campaignId, id),
    unitOfParticipant,
    ({ world }, id) => `${world.ids.campaignId}:${id}`,
  ),
  historyOf('work', readsWork, unitOfWork),
  historyOf('report', readsReport, unitOfReport),
  historyOf('case', readsCase, unitOfCase),
  eventsOf('unit', knownUnit),
  eventsOf('organisation', unitOfOrg),
  eventsOf('work', unitOfWork),
  eventsOf('report', unitOfReport),
  eventsOf('case', unitOfCase),
  {
    field: 'events',
    path: 'filter.campaign',
    kind: 'campaign',
    call: (_, id) => `events(filter: { campaign: ${text(id)} }) { edges { node { position } } }`,
    said: ({ edges }: Page) => edges.length > 0,
    expected: ({ model }, { who }, id) => who?.role === 'AUDITOR' && model.readsCampaign(who, id),
  },
  {
    field: 'events',
    path: 'filter.actor',
    kind: 'person',
    call: (_, id) => `events(filter: { actor: ${text(id)} }) { edges { node { position } } }`,
    said: ({ edges }: Page) => edges.length > 0,
    // What the clerk wrote belongs to the district; the reviewer has decided on what every auditor here audits.
    expected: (stage, actor, id) =>
      (id === 'clerk@842' && audits(stage, actor, stage.units['842'] ?? '')) ||
      (id === 'reviewer@842' && audits(stage, actor, stage.units['29242'] ?? '')),
  },
];
