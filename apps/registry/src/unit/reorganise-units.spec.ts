import { describe, expect, it } from '@jest/globals';
import { evolveOne, isRefusal, specification } from '@thidua/event-sourcing';
import { type EventData, systemActor, type UnitTreeEvent } from '@thidua/events';
import type { NewUnit, ReorganiseUnits } from './unit-commands.js';
import { unitTreeDecider } from './unit-tree.decider.js';

const { given } = specification(unitTreeDecider);
type Level = EventData<'UnitRegistered.v1'>['level'];

const registered = (unitId: string, level: Level, code: string, parentUnitId: string | null): UnitTreeEvent => ({
  type: 'UnitRegistered.v1',
  data: {
    unitId,
    level,
    type: level,
    nameVi: unitId,
    ...(parentUnitId && { parentUnitId }),
    code,
    validFrom: '2022-01-01',
  },
});

const standing = [
  registered('province', 'province', '84', null),
  registered('city', 'district', '842', 'province'),
  registered('ward-3', 'commune', '29242', 'city'),
  registered('ward-2', 'commune', '29245', 'city'),
  registered('hamlet-1', 'hamlet', '29245-01', 'ward-2'),
  registered('hamlet-2', 'hamlet', '29245-02', 'ward-2'),
];

const fresh = (unitId: string, code: string | null, more: Partial<NewUnit> = {}): NewUnit => ({
  unitId,
  level: 'commune',
  unitType: 'ward',
  nameVi: unitId,
  parentUnitId: 'city',
  code,
  ...more,
});

const full = (fromUnitId: string, toUnitId: string) => ({ fromUnitId, toUnitId, coverage: 'FULL' as const });
const part = (fromUnitId: string, toUnitId: string) => ({ fromUnitId, toUnitId, coverage: 'PARTIAL' as const });

const reorganising = (more: Partial<ReorganiseUnits> = {}): ReorganiseUnits => ({
  type: 'ReorganiseUnits',
  reorganisationId: 'r',
  resolutionNo: '1277/NQ-UBTVQH15',
  validFrom: '2025-01-01',
  newUnits: [],
  mappings: [],
  moves: [],
  dissolve: [],
  expectedRevisions: null,
  ...more,
});
const merger = reorganising({
  newUnits: [fresh('new-3', '29242')],
  mappings: [full('ward-3', 'new-3'), full('ward-2', 'new-3')],
});
const split = reorganising({
  newUnits: [fresh('a', '29245'), fresh('b', '29239')],
  mappings: [part('ward-2', 'a'), part('ward-2', 'b')],
});

const implied = { validFrom: '2025-01-01', reorganisationId: 'r' };
const moved = (unitId: string, fromParentId: string, toParentId: string): UnitTreeEvent => ({
  type: 'UnitMoved.v1',
  data: { unitId, fromParentId, toParentId, ...implied },
});
const dissolved = (unitId: string, ...successors: EventData<'UnitDissolved.v1'>['successors']): UnitTreeEvent => ({
  type: 'UnitDissolved.v1',
  data: { unitId, successors, ...implied },
});
const treeOf = (history: readonly UnitTreeEvent[]) =>
  history.reduce(
    (tree, event) => evolveOne(unitTreeDecider.evolve, tree, event, systemActor),
    unitTreeDecider.initial(),
  );

describe('a merger', () => {
  it('says what it is, then founds the new unit, moves the children and ends the old ones', () => {
    const { level, unitType: type, nameVi, parentUnitId, code } = fresh('new-3', '29242');
    given(standing)
      .when(merger)
      .then([
        {
          type: 'UnitsReorganised.v1',
          data: { ...implied, resolutionNo: '1277/NQ-UBTVQH15', mappings: [...merger.mappings] },
        },
        {
          type: 'UnitRegistered.v1',
          data: {
            unitId: 'new-3',
            level,
            type,
            nameVi,
            parentUnitId: parentUnitId ?? '',
            code: code ?? '',
            ...implied,
          },
        },
        moved('hamlet-1', 'ward-2', 'new-3'),
        moved('hamlet-2', 'ward-2', 'new-3'),
        dissolved('ward-3', { unitId: 'new-3', coverage: 'FULL' }),
        dissolved('ward-2', { unitId: 'new-3', coverage: 'FULL' }),
      ]);
  });

  it('shows in a dry run what it would store, and leaves the tree as it was', () => {
    const tree = treeOf(standing);
    const first = unitTreeDecider.decide(merger, tree);
    expect(unitTreeDecider.decide(merger, tree)).toEqual(first);
    expect(tree).toEqual(treeOf(standing));
  });

  it('does not move a child that it moves elsewhere or merges itself', () => {
    const events = unitTreeDecider.decide(
      {
        ...merger,
        newUnits: [...merger.newUnits, fresh('hamlet-new', '29245-01', { level: 'hamlet', parentUnitId: 'new-3' })],
        mappings: [...merger.mappings, full('hamlet-1', 'hamlet-new'), full('hamlet-2', 'hamlet-new')],
      },
      treeOf(standing),
    );
    if (isRefusal(events)) throw new Error(events.refused);
    expect(events.map(({ type }) => type)).toEqual([
      'UnitsReorganised.v1',
      'UnitRegistered.v1',
      'UnitRegistered.v1',
      ...Array.from({ length: 4 }, () => 'UnitDissolved.v1'),
    ]);
  });

  it('of nothing does nothing', () => {
    given(standing).when(reorganising()).thenNothing();
  });
});

describe('a split', () => {
  it('is refused while children of the unit are neither moved nor dissolved, and they are named', () => {
    given(standing)
      .when(split)
      .thenFaults([
        {
          refused: 'UNIT_HAS_CHILDREN',
          field: ['mappings', '0', 'fromUnitId'],
          detail: { unit: 'ward-2', children: ['hamlet-1', 'hamlet-2'] },
        },
      ]);
  });

  it('puts each child where it is listed; one part takes over the code', () => {
    const events = unitTreeDecider.decide(
      { ...split, moves: [{ unitId: 'hamlet-1', toParentId: 'b' }], dissolve: ['hamlet-2'] },
      treeOf(standing),
    );
    expect(isRefusal(events) ? events : events.slice(3)).toEqual([
      moved('hamlet-1', 'ward-2', 'b'),
      dissolved('ward-2', { unitId: 'a', coverage: 'PARTIAL' }, { unitId: 'b', coverage: 'PARTIAL' }),
      dissolved('hamlet-2'),
    ]);
  });
});

describe('a level that is abolished', () => {
  const reform = reorganising({
    moves: [
      { unitId: 'ward-3', toParentId: 'province' },
      { unitId: 'ward-2', toParentId: 'province' },
    ],
    dissolve: ['city'],
  });

  it('leaves its units one level further up', () => {
    const events = unitTreeDecider.decide(reform, treeOf(standing));
    expect(isRefusal(events) ? events : events.slice(1)).toEqual([
      moved('ward-3', 'city', 'province'),
      moved('ward-2', 'city', 'province'),
      dissolved('city'),
    ]);
  });

  it('is not abolished while one of its units stands beside them', () => {
    given([...standing, registered('rural', 'district', '847', 'province')])
      .when(reform)
      .thenRefused('PARENT_LEVEL', { field: ['moves', '0', 'toParentId'] });
  });

  it('a new unit of that level beside them is refused as well', () => {
    const another = fresh('rural', '847', { level: 'district', parentUnitId: 'province' });
    given(standing)
      .when({ ...reform, newUnits: [another] })
      .thenRefused('PARENT_LEVEL');
  });
});

describe('a reorganisation', () => {
  it.each<[string, Partial<ReorganiseUnits>, string, readonly string[]]>([
    [
      'FULL to two units',
      { ...split, mappings: [full('ward-2', 'a'), full('ward-2', 'b')] },
      'MAPPING_NOT_FULL',
      ['mappings', '0', 'coverage'],
    ],
    [
      'FULL to one and PARTIAL to another',
      { ...split, mappings: [full('ward-2', 'a'), part('ward-2', 'b')] },
      'MAPPING_NOT_FULL',
      ['mappings', '0', 'coverage'],
    ],
    [
      'into a unit that lives on',
      { mappings: [full('ward-2', 'ward-3')] },
      'MAPPING_TARGET',
      ['mappings', '0', 'toUnitId'],
    ],
    [
      'of the same pair twice',
      { ...merger, mappings: [full('ward-2', 'new-3'), full('ward-2', 'new-3')] },
      'MAPPING_NOT_FULL',
      ['mappings', '0', 'coverage'],
    ],
    [
      'of a unit that nobody knows',
      { ...merger, mappings: [full('x', 'new-3')] },
      'NOT_FOUND',
      ['mappings', '0', 'fromUnitId'],
    ],
    ['of a unit with two fates', { ...merger, dissolve: ['ward-2'] }, 'DUPLICATE', ['dissolve', '0']],
    ['with a code that a unit keeps', { newUnits: [fresh('n', '29242')] }, 'CODE_TAKEN', ['newUnits', '0', 'code']],
    [
      'with one code for two',
      { newUnits: [fresh('n', '29239'), fresh('m', '29239')] },
      'DUPLICATE',
      ['newUnits', '1', 'code'],
    ],
    [
      'with one id for two',
      { newUnits: [fresh('n', '29239'), fresh('n', '29236')] },
      'DUPLICATE',
      ['newUnits', '1', 'unitId'],
    ],
    [
      'with a new unit below one that ends',
      { ...merger, newUnits: [fresh('new-3', '29242'), fresh('h', null, { level: 'hamlet', parentUnitId: 'ward-3' })] },
      'UNIT_ENDED',
      ['newUnits', '1', 'parentUnitId'],
    ],
    [
      'that moves a unit below one that ends',
      { ...merger, moves: [{ unitId: 'hamlet-1', toParentId: 'ward-3' }] },
      'UNIT_ENDED',
      ['moves', '0', 'toParentId'],
    ],
    [
      'before a unit of it began',
      { ...merger, validFrom: '2021-12-31' },
      'UNIT_NOT_YET',
      ['mappings', '0', 'fromUnitId'],
    ],
    [
      'that dissolves a unit and not what is below it',
      { dissolve: ['ward-2'] },
      'UNIT_HAS_CHILDREN',
      ['dissolve', '0'],
    ],
    [
      'with a name of 1,001 letters',
      { newUnits: [fresh('n', '29239', { nameVi: 'x'.repeat(1001) })] },
      'TEXT_INVALID',
      ['newUnits', '0', 'nameVi'],
    ],
    ['without a number', { ...merger, resolutionNo: '' }, 'TEXT_INVALID', ['resolutionNo']],
    [
      'of 2,001 mappings',
      { mappings: Array.from({ length: 2001 }, () => full('ward-2', 'n')) },
      'TOO_MANY',
      ['mappings'],
    ],
  ])('%s is refused', (_, more, code, field) => {
    given(standing)
      .when(reorganising(more))
      .thenRefused(code as 'MISSING', { field });
  });

  it('names the revision of each unit it names, and is refused where one has moved on', () => {
    const revision = (unitId: string, revision = 1) => ({ unitId, revision });
    const seen = { ...merger, expectedRevisions: [revision('ward-3'), revision('ward-2')] };
    expect(unitTreeDecider.decide(seen, treeOf(standing))).toHaveLength(6);
    const field = ['expectedRevisions', 'ward-2'];
    given(standing)
      .when({ ...merger, expectedRevisions: [revision('ward-3')] })
      .thenRefused('REVISION_REQUIRED', { field });
    given(standing)
      .when({ ...merger, expectedRevisions: [revision('ward-3'), revision('ward-2', 2)] })
      .thenRefused('REVISION_CONFLICT', { field, detail: { expected: 2, actual: 1 } });
  });

  it('is told all that is wrong with it at once', () => {
    const answer = unitTreeDecider.decide(
      reorganising({ newUnits: [fresh('n', '1', { parentUnitId: 'x' }), fresh('m', '29242')], dissolve: ['ward-2'] }),
      treeOf(standing),
    );
    if (!isRefusal(answer)) throw new Error('it was allowed');
    expect([answer, ...(answer.also ?? [])].map(({ refused, field }) => [refused, ...(field ?? [])].join('.'))).toEqual(
      [
        'UNIT_HAS_CHILDREN.dissolve.0',
        'NOT_FOUND.newUnits.0.parentUnitId',
        'CODE_INVALID.newUnits.0.code',
        'CODE_TAKEN.newUnits.1.code',
      ],
    );
  });
});
