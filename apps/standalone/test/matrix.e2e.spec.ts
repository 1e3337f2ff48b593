import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { organisationIdOf, reportIdOf } from '@thidua/events';
import { type GraphQLField, type GraphQLInputType, type GraphQLSchema, getNamedType, isInputObjectType } from 'graphql';
import { type ChangeProbe, registryChanges } from './matrix-changes.js';
import { historyProbes } from './matrix-history-probes.js';
import { type Kind, queryProbes as otherProbes, type Probe, type QueryProbe } from './matrix-probes.js';
import { reportChanges, reportProbes } from './matrix-report-probes.js';
import { workChanges } from './matrix-work-changes.js';
import { type Actor, openStage, type Stage } from './matrix-world.js';

const queryProbes = [...otherProbes, ...reportProbes, ...historyProbes];
const changeProbes = [...registryChanges, ...workChanges, ...reportChanges];
const probes: readonly Probe[] = [...queryProbes, ...changeProbes];

/** Every place of a root field's arguments where an id stands, however deep. */
const idPaths = (type: GraphQLInputType, path: readonly string[]): readonly string[] => {
  const named = getNamedType(type);
  if (named.name === 'ID') return [path.join('.')];
  if (!isInputObjectType(named)) return [];
  return Object.values(named.getFields()).flatMap((field) => idPaths(field.type, [...path, field.name]));
};

/** A key names no object: it is its sender's own, since ids of commands are derived from both. */
const namesNothing = 'input.idempotencyKey';

const asked = (schema: GraphQLSchema): readonly string[] => {
  const fields = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((root) =>
    Object.values(root?.getFields() ?? {}),
  );
  return fields.flatMap((field: GraphQLField<unknown, unknown>) => {
    const paths = field.args.flatMap(({ name, type }) => idPaths(type, [name])).filter((path) => path !== namesNothing);
    return paths.length === 0 ? [field.name] : paths.map((path) => `${field.name} ${path}`);
  });
};

/** Cells compared with the model, and those that differ. */
class Matrix {
  cells = 0;
  readonly differences: string[] = [];
  readonly relations = new Map<string, number>();
  readonly answers = new Map<string, number>();

  compare(probe: Probe, actor: Actor, id: string, about: string, answer: unknown, expected: unknown): void {
    this.cells++;
    count(this.relations, about);
    count(this.answers, typeof expected === 'string' && expected.length < 12 ? expected : shapeOf(expected));
    if (isDeepStrictEqual(answer, expected)) return;
    const { field, path } = probe;
    this.differences.push(JSON.stringify({ field, path, user: actor.userId, id, about, answer, expected }));
  }
}
const count = (counts: Map<string, number>, name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
const shapeOf = (expected: unknown) =>
  expected === null ? 'null' : Array.isArray(expected) && expected.length === 0 ? 'empty' : 'shown';

interface Payload {
  readonly userErrors?: readonly { readonly code: string; readonly field: readonly string[] | null }[];
  readonly results?: readonly Payload[];
}
const errorsOf = ({ userErrors, results }: Payload) => userErrors ?? results?.[0]?.userErrors ?? [];

/** How a unit stands to whoever asks. */
const relationOf = ({ units, model }: Stage, { unitId: own }: Actor, id: string): string => {
  const codeOf = (unitId: string) => Object.keys(units).find((code) => units[code] === unitId) ?? '';
  const { parents, places } = model.facts;
  if (places.has(id)) return 'dissolved';
  if (!parents.has(id)) return 'unknown';
  if (id === units['29260'] || id === units['29242-02']) return 'moved away';
  if (own === null) return 'of nobody';
  if (id === own) return 'own';
  if (model.isBelow(id, own)) return 'descendant';
  if (model.isBelow(own, id)) return 'ancestor';
  const prefix = codeOf(id).startsWith(codeOf(own)) || codeOf(own).startsWith(codeOf(id));
  if (prefix) return 'elsewhere by a prefix';
  if (parents.get(id) === parents.get(own) && parents.get(own) !== null) return 'sibling';
  const provinces = ['84', '86'].map((code) => units[code] ?? '');
  return provinces.some((top) => model.isBelow(id, top) && model.isBelow(own, top)) ? 'elsewhere' : 'other province';
};

const idsOf = (stage: Stage): Readonly<Record<Kind, readonly string[]>> => {
  const { units, model, appointments, actors } = stage;
  const unitIds = Object.values(units);
  const { orgs, works, reports, campaigns } = model.facts;
  const { campaignId } = stage.world.ids;
  return {
    unit: [...unitIds, 'nowhere'],
    'unit-code': Object.keys(units).filter((code) => code !== 'merged'),
    organisation: [...orgs.filter(({ unitId }) => unitIds.includes(unitId)).map(({ orgId }) => orgId), 'nowhere'],
    // Organisations that anybody may name: of one's own, of others, one that ended.
    named: [
      ...['84', '29242', '84202', '29257'].map((code) => organisationIdOf(units[code] ?? '', 'FRONT_COMMITTEE')),
      'nowhere',
    ],
    campaign: [...campaigns.map(({ id }) => id), 'nowhere'],
    work: [...works.map(({ achievement }) => achievement), 'nowhere'],
    case: [...[...works, ...reports].flatMap(({ review }) => review ?? []), 'nowhere'],
    // Those that stand among the units asked about; one that its organisation does not owe.
    report: [
      ...reports.filter(({ unitId }) => unitIds.includes(unitId)).map(({ report }) => report),
      reportIdOf(campaignId, organisationIdOf(units['842'] ?? '', 'WOMEN'), 'FINAL'),
      'nowhere',
    ],
    appointment: [...appointments.map(({ id }) => id), 'nowhere'],
    user: [...actors.filter(({ who }) => who?.role === 'ADMIN').map(({ userId }) => userId), 'somebody'],
    line: ['l', 'nowhere'],
    participation: [
      ...orgs.filter(({ unitId }) => unitIds.includes(unitId)).map(({ orgId }) => `${campaignId}:${orgId}`),
      'nowhere',
    ],
    evidence: [randomUUID(), 'nowhere'],
    person: ['reviewer@842', 'clerk@842', 'nowhere'],
    none: [''],
  };
};

describe('who may read and do what, over the whole graph', () => {
  let stage: Stage;
  let ids: ReturnType<typeof idsOf>;
  const matrix = new Matrix();

  beforeAll(async () => {
    stage = await openStage();
    ids = idsOf(stage);
  });
  afterAll(() => stage?.world.close());

  const head = () => stage.world.house().stores.store.head();
  const execute = async (userId: string, query: string, variables: Readonly<Record<string, unknown>> = {}) => {
    const context = { viewer: { userId }, actingAs: null, language: 'en', minReceipt: null } as const;
    const { data, errors } = await stage.world.house().graph.execute({ query, variables, context });
    if (errors) throw new Error(`${userId}: ${query.slice(0, 300)}: ${JSON.stringify(errors.slice(0, 3))}`);
    return data as Readonly<Record<string, never>>;
  };
  const aboutOf = (probe: Probe, actor: Actor, id: string) =>
    probe.kind === 'unit' ? relationOf(stage, actor, id) : `of kind ${probe.kind}`;
  const compare = (probe: Probe, actor: Actor, id: string, answer: unknown) =>
    matrix.compare(probe, actor, id, aboutOf(probe, actor, id), answer, probe.expected(stage, actor, id));

  const read = async (probe: QueryProbe, actor: Actor): Promise<void> => {
    const fields = ids[probe.kind].map((id, index) => `a${index}: ${probe.call(stage, id)}`);
    const data = await execute(actor.userId, `{ ${fields.join(' ')} }`);
    for (const [index, id] of ids[probe.kind].entries())
      compare(probe, actor, id, probe.said(data[`a${index}`] as never));
  };
  const change = async (probe: ChangeProbe, actor: Actor, inputType: string): Promise<void> => {
    const targets = ids[probe.kind];
    const input = (id: string) => ({ idempotencyKey: randomUUID(), ...probe.input(stage, actor, id) });
    const variables = Object.fromEntries(targets.map((id, index) => [`v${index}`, input(id)]));
    const said = probe.bulk ? 'results { userErrors { code field } }' : 'userErrors { code field }';
    const dryRun = probe.dryRun === undefined ? '' : `, dryRun: ${probe.dryRun}`;
    const fields = targets.map((_, index) => `a${index}: ${probe.field}(input: $v${index}${dryRun}) { ${said} }`);
    const types = targets.map((_, index) => `$v${index}: ${inputType}`);
    const before = await head();
    const data = await execute(actor.userId, `mutation(${types.join(' ')}) { ${fields.join(' ')} }`, variables);
    for (const [index, id] of targets.entries()) {
      const [first] = errorsOf(data[`a${index}`] as unknown as Payload);
      const behind = first?.code === 'NOT_FOUND' && first.field?.[0] === probe.later && probe.later !== undefined;
      const refused = first && !behind && ['NOT_FOUND', 'NOT_ALLOWED'].includes(first.code);
      compare(probe, actor, id, refused ? first.code : 'allowed');
    }
    expect([probe.field, probe.path, actor.userId, await head()]).toEqual([
      probe.field,
      probe.path,
      actor.userId,
      before,
    ]);
  };

  it('every root field and every id that it takes is asked about', () => {
    const { schema } = stage.world.house().graph;
    const lines = new Set(probes.map(({ field, path }) => (path === '' ? field : `${field} ${path}`)));
    // Beside its parent, a unit on top is registered below none.
    const alsoWithout = ['unitRegister'];
    // What is told message by message is asked about over sockets (changed.e2e.spec.ts).
    const byMessage = ['changed campaign', 'changed within'];
    const everything = new Set([...asked(schema)].filter((line) => !byMessage.includes(line)));
    expect([...lines].filter((line) => !alsoWithout.includes(line)).sort()).toEqual([...everything].sort());
  });

  it('what is shown is what the model says', async () => {
    for (const actor of stage.actors) for (const probe of queryProbes) await read(probe, actor);
    expect(matrix.differences.slice(0, 10)).toEqual([]);
  });

  it('what is done, refused and not found is what the model says, and nothing is stored', async () => {
    const mutations = stage.world.house().graph.schema.getMutationType()?.getFields() ?? {};
    const before = matrix.differences.length;
    for (const probe of changeProbes) {
      const type = String(mutations[probe.field]?.args.find(({ name }) => name === 'input')?.type);
      for (const actor of stage.actors) await change(probe, actor, type);
    }
    expect(matrix.differences.slice(before, before + 10)).toEqual([]);
  });

  it('has reports in every state among them', () => {
    expect([...new Set(stage.model.facts.reports.map(({ status }) => status))].sort()).toEqual([
      ...['ACCEPTED', 'DRAFT', 'EXPECTED', 'REOPENED', 'RETURNED', 'SUBMITTED', 'WAIVED'],
    ]);
  });

  it('has thousands of cells, of every relation and every answer', () => {
    const { cells, differences, relations, answers } = matrix;
    const counted = (counts: ReadonlyMap<string, number>) => [...counts].map(([name, n]) => `${name} ${n}`).join(', ');
    process.stdout.write(
      `rights over the graph: ${cells} cells, ${differences.length} differ from the model\n  ${counted(relations)}\n  ${counted(answers)}\n`,
    );
    expect(cells).toBeGreaterThan(10_000);
    const wanted = [
      'own',
      'ancestor',
      'descendant',
      'sibling',
      'elsewhere by a prefix',
      'other province',
      'moved away',
      'dissolved',
    ];
    expect(wanted.filter((relation) => !relations.has(relation))).toEqual([]);
    expect(
      ['allowed', 'NOT_ALLOWED', 'NOT_FOUND', 'null', 'empty', 'shown'].filter((one) => !answers.has(one)),
    ).toEqual([]);
  });
});
