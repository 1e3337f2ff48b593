import type { Probe } from './matrix-probes.js';
import type { Actor, Stage } from './matrix-world.js';
import type { Verdict } from './rights-model.js';

/**
 * One way to send one mutation about one id. Whatever is permitted is refused by a rule behind the
 * rights, or says nothing new, so that nothing is ever stored.
 */
export interface ChangeProbe extends Probe {
  readonly input: (stage: Stage, actor: Actor, id: string) => object;
  readonly dryRun?: boolean;
  /** A field that is not found behind the rights. */
  readonly later?: string;
  /** It is one of many: the answer stands at its item. */
  readonly bulk?: true;
  expected(stage: Stage, actor: Actor, id: string): Verdict;
}

type Expected = ChangeProbe['expected'];

const long = 'x'.repeat(20_000);
const past = { force: true, validFrom: '2000-01-01' };
const ownUnit = ({ units }: Stage, { unitId }: Actor) => unitId ?? units['29242'] ?? '';
const ownOrg = ({ world }: Stage, { who }: Actor) => who?.orgId ?? world.ids.committeeId('29242');

const changesUnit: Expected = ({ model }, { who }, id) => model.changesUnit(who, id);
const administers: Expected = (_, { who }) => (who?.role === 'ADMIN' ? 'allowed' : 'NOT_ALLOWED');

const onUnit = (field: string, more: object = {}): ChangeProbe => ({
  field,
  path: 'input.unit',
  kind: 'unit',
  input: (_, __, unit) => ({ ...past, unit, ...more }),
  expected: changesUnit,
});

const founded = (parent: string, key = 'A') => ({ key, parent, level: 'HAMLET', type: 'x', name: 'x', code: 'x' });

const reorganise = (
  path: string,
  what: (id: string, own: string) => object,
  expected: Expected = changesUnit,
  dryRun = false,
): ChangeProbe => ({
  field: 'unitsReorganise',
  path: `input.${path}`,
  kind: 'unit',
  dryRun,
  input: (stage, actor, id) => ({ ...past, resolutionNo: '1', ...what(id, ownUnit(stage, actor)) }),
  expected,
});
/** The same act as an order and as a dry run. */
const either = (path: string, what: (id: string, own: string) => object): readonly ChangeProbe[] =>
  [true, false].map((dryRun) => reorganise(path, what, changesUnit, dryRun));

const imported = (dryRun: boolean): ChangeProbe => ({
  field: 'unitsImport',
  path: '',
  kind: 'unit-code',
  dryRun,
  input: (_, __, code) => ({
    csv: `code,parent_code,level,type,name_vi\nx1,${code},commune,commune,x`,
    validFrom: '2022-03-01',
  }),
  // A code that nobody holds is a fault of the file, and tells nothing.
  expected: ({ model, units }, { who, unitId }, code) => {
    const holder = code === '29248' ? units.merged : units[code];
    const below = holder !== undefined && model.facts.parents.has(holder) ? holder : unitId;
    return model.administers(who, below ?? '') ? 'allowed' : 'NOT_ALLOWED';
  },
});

const unitChanges: readonly ChangeProbe[] = [
  imported(true),
  imported(false),
  {
    field: 'unitRegister',
    path: 'input.parent',
    kind: 'unit',
    input: (_, __, parent) => ({ level: 'COMMUNE', type: 'x', name: 'x', code: 'x', validFrom: '2000-01-01', parent }),
    expected: changesUnit,
  },
  {
    field: 'unitRegister',
    path: '',
    kind: 'none',
    input: () => ({ level: 'PROVINCE', type: 'x', name: 'x', code: 'x', validFrom: '2022-01-01' }),
    expected: ({ model }, { who }) => model.changesUnit(who, null),
  },
  onUnit('unitRename', { name: 'x' }),
  onUnit('unitReclassify', { type: 'x' }),
  onUnit('unitRecode', { code: 'x' }),
  onUnit('unitDissolve'),
  {
    ...onUnit('unitMove'),
    input: (stage, actor, unit) => ({ ...past, unit, toParent: ownUnit(stage, actor) }),
  },
  {
    ...onUnit('unitMove'),
    path: 'input.toParent',
    input: (stage, actor, toParent) => ({ ...past, unit: ownUnit(stage, actor), toParent }),
  },
  ...either('newUnits.parent', (id) => ({ newUnits: [founded(id)] })),
  ...either('mappings.from', (from, own) => ({
    newUnits: [founded(own)],
    mappings: [{ from, to: 'A', coverage: 'FULL' }],
  })),
  ...either('moves.unit', (unit, own) => ({ moves: [{ unit, toParent: own }] })),
  ...either('moves.toParent', (toParent, own) => ({ moves: [{ unit: own, toParent }] })),
  ...either('dissolve', (id) => ({ dissolve: [id] })),
  // A new unit whose key is the id of one that stands opens nothing.
  reorganise('mappings.from', (id, own) => ({
    newUnits: [founded(own, id)],
    mappings: [{ from: id, to: id, coverage: 'FULL' }],
  })),
  reorganise('moves.unit', (id, own) => ({ newUnits: [founded(own, id)], moves: [{ unit: id, toParent: own }] })),
  reorganise('dissolve', (id, own) => ({ newUnits: [founded(own, id)], dissolve: [id] })),
  // Where a unit goes, and what was seen of others, says nothing by itself.
  reorganise('mappings.to', (to, own) => ({ mappings: [{ from: own, to, coverage: 'FULL' }] }), administers),
  reorganise(
    'expectedRevisions.unit',
    (unit) => ({ force: false, expectedRevisions: [{ unit, revision: 1 }] }),
    administers,
  ),
];

const changesOrg: Expected = ({ model }, { who }, orgId) => model.changesOrganisation(who, orgId);
/** The same, but never about oneself. */
const unlessOneself = (verdict: Verdict, oneself: boolean): Verdict =>
  verdict === 'allowed' && oneself ? 'NOT_ALLOWED' : verdict;

/** An organisation that an administrator may end, where there is one. */
const endable = (stage: Stage, { who }: Actor): string =>
  stage.model.facts.orgs.find(
    ({ orgId, ended }) => !ended && orgId !== who?.orgId && stage.model.changesOrganisation(who, orgId) === 'allowed',
  )?.orgId ?? ownOrg(stage, { who } as Actor);

const orgOfAppointment = (stage: Stage, actor: Actor, id: string) =>
  stage.appointments.find((one) => one.id === id)?.orgId ?? ownOrg(stage, actor);

const organisationChanges: readonly ChangeProbe[] = [
  {
    field: 'organisationEstablish',
    path: 'input.unit',
    kind: 'unit',
    input: (_, __, unit) => ({ type: 'NONSENSE', unit, name: 'x', validFrom: '2022-01-01' }),
    expected: ({ model }, { who }, id) =>
      model.isKnown(id) ? (model.administers(who, id) ? 'allowed' : 'NOT_ALLOWED') : 'NOT_FOUND',
  },
  {
    field: 'organisationEstablish',
    path: 'input.predecessors',
    kind: 'named',
    input: (stage, actor, id) => ({
      ...{ type: 'NONSENSE', name: 'x', validFrom: '2022-01-01' },
      unit: ownUnit(stage, actor),
      predecessors: [id],
    }),
    expected: ({ model }, { who }, id) =>
      who?.role !== 'ADMIN' ? 'NOT_ALLOWED' : model.org(id) ? 'allowed' : 'NOT_FOUND',
  },
  {
    field: 'organisationRename',
    path: 'input.organisation',
    kind: 'organisation',
    input: (_, __, organisation) => ({ ...past, organisation, name: 'x' }),
    expected: changesOrg,
  },
  {
    field: 'organisationDissolve',
    path: 'input.organisation',
    kind: 'organisation',
    input: (_, __, organisation) => ({ ...past, organisation }),
    expected: (stage, actor, id) => unlessOneself(changesOrg(stage, actor, id), id === actor.who?.orgId),
  },
  {
    field: 'organisationDissolve',
    path: 'input.successor',
    kind: 'organisation',
    input: (stage, actor, successor) => ({ ...past, organisation: endable(stage, actor), successor }),
    expected: (stage, actor, id) => {
      const organisation = endable(stage, actor);
      const verdict = unlessOneself(changesOrg(stage, actor, organisation), organisation === actor.who?.orgId);
      if (verdict !== 'allowed') return verdict === 'NOT_FOUND' ? 'NOT_FOUND' : verdict;
      const successor = stage.model.org(id);
      if (!successor) return 'NOT_FOUND';
      return stage.model.administers(actor.who, successor.unitId) ? 'allowed' : 'NOT_ALLOWED';
    },
  },
  {
    field: 'officerAppoint',
    path: 'input.organisation',
    kind: 'organisation',
    input: (_, __, organisation) => ({ ...past, organisation, userId: 'somebody', role: 'HEAD' }),
    expected: changesOrg,
  },
  {
    field: 'officerAppoint',
    path: 'input.userId',
    kind: 'user',
    input: (stage, actor, userId) => ({ ...past, organisation: ownOrg(stage, actor), userId, role: 'HEAD' }),
    expected: (stage, actor, id) => unlessOneself(changesOrg(stage, actor, ownOrg(stage, actor)), id === actor.userId),
  },
  {
    field: 'officerRelease',
    path: 'input.organisation',
    kind: 'organisation',
    later: 'appointment',
    input: (_, __, organisation) => ({ ...past, organisation, appointment: 'nowhere' }),
    expected: changesOrg,
  },
  {
    field: 'officerRelease',
    path: 'input.appointment',
    kind: 'appointment',
    input: (stage, actor, appointment) => ({
      ...{ force: true, validFrom: '2022-03-01', reason: long, appointment },
      organisation: orgOfAppointment(stage, actor, appointment),
    }),
    expected: (stage, actor, id) => {
      const appointment = stage.appointments.find((one) => one.id === id);
      const verdict = changesOrg(stage, actor, orgOfAppointment(stage, actor, id));
      if (verdict === 'allowed' && !appointment) return 'NOT_FOUND';
      return unlessOneself(verdict, appointment?.userId === actor.userId);
    },
  },
];

export const registryChanges: readonly ChangeProbe[] = [...unitChanges, ...organisationChanges];
