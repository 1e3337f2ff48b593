import type { Actor, Stage } from './matrix-world.js';
import type { Report, Work } from './rights-model.js';

/** What stands in the place of an id. */
export type Kind =
  | 'unit'
  | 'unit-code'
  | 'organisation'
  | 'named'
  | 'campaign'
  | 'work'
  | 'case'
  | 'report'
  | 'appointment'
  | 'user'
  | 'line'
  | 'participation'
  | 'evidence'
  | 'person'
  | 'none';

/** One way to ask one root field about one id. */
export interface Probe {
  readonly field: string;
  /** Where the id stands in the arguments; empty where the field takes none. */
  readonly path: string;
  readonly kind: Kind;
  expected(stage: Stage, actor: Actor, id: string): unknown;
}

export interface QueryProbe extends Probe {
  readonly call: (stage: Stage, id: string) => string;
  /** What the answer comes to, to be compared with what is expected. */
  readonly said: (value: never) => unknown;
}

const text = JSON.stringify;
const sorted = (ids: readonly string[]) => [...ids].sort();
interface Node {
  readonly id: string;
}
export const readNodes = ({ edges }: { readonly edges: readonly { readonly node: Node }[] }) =>
  sorted(edges.map(({ node }) => node.id));
const idOnly = (value: Node | null) => value?.id ?? null;
export const isIn = ({ model }: Stage, unitId: string, top: string) => unitId === top || model.isBelow(unitId, top);
const listed = ({ model }: Stage, { who }: Actor, shown: (work: Work) => boolean = () => true) =>
  sorted(model.facts.works.filter((work) => model.readsWork(who, work) && shown(work)).map((work) => work.achievement));
export const workOf = ({ model }: Pick<Stage, 'model'>, id: string) =>
  model.facts.works.find(({ achievement, review }) => achievement === id || review === id);

export const reportOf = ({ model }: Stage, id: string): Report | undefined =>
  model.facts.reports.find(({ report }) => report === id);
/** The report that a case is about. */
export const reportedIn = ({ model }: Pick<Stage, 'model'>, id: string): Report | undefined =>
  model.facts.reports.find(({ review }) => review === id);

interface OfficersOf extends Node {
  readonly officers: readonly unknown[];
}
const officersSeen = ({ id, officers }: OfficersOf) => [id, officers.length > 0] as const;
const campaignOf = ({ world }: Stage) => world.ids.campaignId;

/** Figures of a unit of the one campaign, and of the own unit in each campaign. */
const figureProbes = (
  field: string,
  more: string,
  reads: string,
  said: (value: never) => string | null,
): readonly QueryProbe[] => [
  {
    field,
    path: 'unit',
    kind: 'unit',
    call: (stage, id) => `${field}(campaign: ${text(campaignOf(stage))}, unit: ${text(id)}${more}) { ${reads} }`,
    said,
    expected: ({ model }, { who }, id) => (model.readsFigures(who, id) ? id : null),
  },
  {
    field,
    path: 'campaign',
    kind: 'campaign',
    call: (_, id) => `${field}(campaign: ${text(id)}${more}) { ${reads} }`,
    said,
    expected: ({ model }, { who, unitId }, id) =>
      unitId !== null && model.readsCampaign(who, id) && model.readsFigures(who, unitId) ? unitId : null,
  },
];

/** Whether the facts behind a figure, or behind the change of one, are shown at all. */
const explanationProbes = (field: string, more: string): readonly QueryProbe[] => [
  {
    field,
    path: 'unit',
    kind: 'unit',
    call: (stage, id) =>
      `${field}(campaign: ${text(campaignOf(stage))}, unit: ${text(id)}, metric: "road_metre"${more}) { __typename }`,
    said: (answer: unknown) => answer !== null,
    expected: ({ model }, { who }, id) => model.readsFigures(who, id),
  },
  {
    field,
    path: 'campaign',
    kind: 'campaign',
    call: ({ units }, id) =>
      `${field}(campaign: ${text(id)}, unit: ${text(units['842'])}, metric: "road_metre"${more}) { __typename }`,
    said: (answer: unknown) => answer !== null,
    expected: (stage, { who }, id) =>
      stage.model.readsCampaign(who, id) && stage.model.readsFigures(who, stage.units['842'] ?? ''),
  },
];

export const queryProbes: readonly QueryProbe[] = [
  {
    field: 'me',
    path: '',
    kind: 'none',
    call: () => 'me { userId acting { role organisation { id } } }',
    said: ({ userId, acting }: { userId: string; acting: { role: string; organisation: Node } | null }) => ({
      userId,
      who: acting && { role: acting.role, orgId: acting.organisation.id },
    }),
    expected: (_, { userId, who }) => ({ userId, who }),
  },
  {
    field: 'unit',
    path: 'by.id',
    kind: 'unit',
    call: (_, id) => `unit(by: { id: ${text(id)} }) { id organisations { id officers { id } } }`,
    said: (unit: { organisations: readonly OfficersOf[] } | null) =>
      unit?.organisations.map(officersSeen).sort() ?? null,
    expected: ({ model }, { who }, id) =>
      model.facts.parents.has(id)
        ? model.facts.orgs
            .filter(({ unitId, ended }) => unitId === id && !ended)
            .map(({ orgId }) => [orgId, model.readsOrganisation(who, orgId)])
            .sort()
        : null,
  },
  {
    field: 'units',
    path: 'filter.within',
    kind: 'unit',
    call: (_, id) => `units(first: 1, filter: { within: ${text(id)} }) { totalCount }`,
    said: ({ totalCount }: { totalCount: number }) => totalCount,
    expected: ({ model }, _, id) => model.sizeOf(id),
  },
  {
    field: 'organisation',
    path: 'id',
    kind: 'organisation',
    call: (_, id) => `organisation(id: ${text(id)}) { id officers { id } }`,
    said: (org: OfficersOf | null) => org && officersSeen(org),
    expected: ({ model }, { who }, id) => (model.org(id) ? [id, model.readsOrganisation(who, id)] : null),
  },
  {
    field: 'campaign',
    path: 'id',
    kind: 'campaign',
    call: (_, id) => `campaign(id: ${text(id)}) { id }`,
    said: idOnly,
    expected: ({ model }, { who }, id) => (model.readsCampaign(who, id) ? id : null),
  },
  {
    field: 'campaigns',
    path: '',
    kind: 'none',
    call: () => 'campaigns { edges { node { id } } }',
    said: readNodes,
    expected: ({ model }, { who }) =>
      sorted(model.facts.campaigns.map(({ id }) => id).filter((id) => model.readsCampaign(who, id))),
  },
  {
    field: 'achievement',
    path: 'id',
    kind: 'work',
    call: (_, id) => `achievement(id: ${text(id)}) { id }`,
    said: idOnly,
    expected: (stage, { who }, id) => {
      const work = workOf(stage, id);
      return work && stage.model.readsWork(who, work) ? id : null;
    },
  },
  {
    field: 'achievements',
    path: 'filter.campaign',
    kind: 'campaign',
    call: (_, id) => `achievements(first: 50, filter: { campaign: ${text(id)} }) { edges { node { id } } }`,
    said: readNodes,
    expected: (stage, actor, id) => (id === campaignOf(stage) ? listed(stage, actor) : []),
  },
  {
    field: 'achievements',
    path: 'filter.within',
    kind: 'unit',
    call: (stage, id) => {
      const filter = `{ campaign: ${text(campaignOf(stage))}, within: ${text(id)} }`;
      return `achievements(first: 50, filter: ${filter}) { edges { node { id } } }`;
    },
    said: readNodes,
    expected: (stage, actor, id) => listed(stage, actor, ({ unitId }) => isIn(stage, unitId, id)),
  },
  {
    field: 'achievements',
    path: 'filter.owner',
    kind: 'organisation',
    call: (stage, id) => {
      const filter = `{ campaign: ${text(campaignOf(stage))}, owner: ${text(id)} }`;
      return `achievements(first: 50, filter: ${filter}) { edges { node { id } } }`;
    },
    said: readNodes,
    expected: (stage, actor, id) => listed(stage, actor, ({ orgId }) => orgId === id),
  },
  {
    field: 'review',
    path: 'id',
    kind: 'case',
    call: (_, id) => `review(id: ${text(id)}) { id achievement { title } report { status } }`,
    said: (review: { id: string; achievement: object | null; report: object | null } | null) =>
      review && { id: review.id, of: review.achievement ? 'work' : review.report && 'report' },
    expected: ({ model }, { who }, id) => {
      const [work, report] = [workOf({ model }, id), reportedIn({ model }, id)];
      if (report) return model.readsReportCase(who, report) ? { id, of: 'report' } : null;
      return work && model.readsCase(who, work) ? { id, of: 'work' } : null;
    },
  },
  {
    field: 'reviewQueue',
    path: 'filter.campaign',
    kind: 'campaign',
    call: (_, id) => `reviewQueue(first: 50, filter: { campaign: ${text(id)} }) { edges { node { id } } }`,
    said: readNodes,
    expected: (stage, { who }, id) => (id === campaignOf(stage) ? stage.model.queueOf(who) : []),
  },
  {
    field: 'reviewQueue',
    path: 'filter.within',
    kind: 'unit',
    call: (_, id) => `reviewQueue(first: 50, filter: { within: ${text(id)} }) { edges { node { id } } }`,
    said: readNodes,
    expected: (stage, { who }, id) =>
      stage.model
        .queueOf(who)
        .filter((review) => isIn(stage, (workOf(stage, review) ?? reportedIn(stage, review))?.unitId ?? '', id)),
  },
  {
    field: 'returnReasons',
    path: '',
    kind: 'none',
    call: () => 'returnReasons { code }',
    said: (reasons: readonly unknown[]) => reasons.length > 0,
    expected: () => true,
  },
  ...figureProbes('rollup', '', 'unit { id }', (rollup: { unit: Node } | null) => rollup?.unit.id ?? null),
  ...figureProbes(
    'rollupTable',
    '',
    'units { id }',
    (table: { units: readonly Node[] } | null) => table?.units[0]?.id ?? null,
  ),
  ...explanationProbes('contributions', ''),
  ...explanationProbes('difference', ', from: {}, to: {}'),
];
