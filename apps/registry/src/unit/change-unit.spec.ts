import { describe, expect, it } from '@jest/globals';
import { specification } from '@thidua/event-sourcing';
import type { EventData, UnitTreeEvent } from '@thidua/events';
import type { ChangeUnit, RegisterUnit } from './unit-commands.js';
import { unitTreeDecider } from './unit-tree.decider.js';

const { given } = specification(unitTreeDecider);
type Registered = EventData<'UnitRegistered.v1'>;

const registered = (
  unitId: string,
  level: Registered['level'],
  code: string,
  parentUnitId: string | null,
  validFrom = '2022-01-01',
): UnitTreeEvent => ({
  type: 'UnitRegistered.v1',
  data: { unitId, level, type: level, nameVi: unitId, ...(parentUnitId && { parentUnitId }), code, validFrom },
});

const standing = [
  registered('province', 'province', '84', null),
  registered('city', 'district', '842', 'province'),
  registered('rural', 'district', '847', 'province', '2022-03-01'),
  registered('ward', 'commune', '29242', 'city'),
];
const ended = (unitId: string, validFrom: string): UnitTreeEvent => ({
  type: 'UnitDissolved.v1',
  data: { unitId, validFrom, successors: [] },
});

const registering = (more: Partial<RegisterUnit> = {}): RegisterUnit => ({
  type: 'RegisterUnit',
  unitId: 'new',
  level: 'commune',
  unitType: 'ward',
  nameVi: 'Phường 5',
  parentUnitId: 'city',
  code: '29239',
  validFrom: '2022-06-01',
  ...more,
});

const at = { unitId: 'ward', validFrom: '2022-06-01', expectedRevision: 1 };
const event = { unitId: 'ward', validFrom: '2022-06-01' };
const changes: readonly (readonly [ChangeUnit, UnitTreeEvent])[] = [
  [
    { ...at, type: 'RenameUnit', nameVi: 'Phường 3' },
    { type: 'UnitRenamed.v1', data: { ...event, from: 'ward', to: 'Phường 3' } },
  ],
  [
    { ...at, type: 'ReclassifyUnit', unitType: 'ward' },
    { type: 'UnitReclassified.v1', data: { ...event, from: 'commune', to: 'ward' } },
  ],
  [
    { ...at, type: 'RecodeUnit', code: '29245' },
    { type: 'UnitRecoded.v1', data: { ...event, from: '29242', to: '29245' } },
  ],
  [
    { ...at, type: 'RecodeUnit', code: null },
    { type: 'UnitRecoded.v1', data: { ...event, from: '29242' } },
  ],
  [
    { ...at, type: 'MoveUnit', toParentId: 'rural' },
    { type: 'UnitMoved.v1', data: { ...event, fromParentId: 'city', toParentId: 'rural' } },
  ],
  [
    { ...at, type: 'DissolveUnit' },
    { type: 'UnitDissolved.v1', data: { ...event, successors: [] } },
  ],
];

describe.each(changes)('%j', (command, happened) => {
  it('happens once: what holds already changes nothing, whatever revision was seen', () => {
    given(standing).when(command).then([happened]);
    given([...standing, happened])
      .when(command)
      .thenNothing();
  });

  it('carries what it rests on', () => {
    const data = { ...happened.data, legalBasis: '1277/NQ-UBTVQH15' };
    expect(unitTreeDecider.decide({ ...command, legalBasis: '1277/NQ-UBTVQH15' }, treeOf(standing))).toEqual([
      { type: happened.type, data },
    ]);
  });

  it('is refused where the unit changed since it was read, and done by force', () => {
    const renamed: UnitTreeEvent = {
      type: 'UnitRenamed.v1',
      data: { unitId: 'ward', from: 'ward', to: 'Phường Ba', validFrom: '2022-02-01' },
    };
    const detail = { expected: 1, actual: 2 };
    given([...standing, renamed])
      .when(command)
      .thenRefused('REVISION_CONFLICT', { field: ['expectedRevision'], detail });
    const forced = unitTreeDecider.decide({ ...command, expectedRevision: null }, treeOf([...standing, renamed]));
    expect(forced).toHaveLength(1);
  });

  it('does not conflict with what happens to another unit', () => {
    const elsewhere = registered('other', 'commune', '29398', 'rural', '2022-03-01');
    given([...standing, elsewhere])
      .when(command)
      .then([happened]);
  });

  it('is refused for a unit that nobody knows, that begins later or that has ended', () => {
    given(standing)
      .when({ ...command, unitId: 'x' })
      .thenRefused('NOT_FOUND', { field: ['unitId'] });
    const detail = { unit: 'ward', begins: '2022-01-01', validFrom: '2021-12-31' };
    given(standing)
      .when({ ...command, validFrom: '2021-12-31' })
      .thenRefused('UNIT_NOT_YET', { field: ['validFrom'], detail });
    given([...standing, ended('ward', '2022-05-01')])
      .when(command)
      .thenRefused('UNIT_ENDED', { field: ['validFrom'], detail: { unit: 'ward', ended: '2022-05-01' } });
  });
});

const treeOf = (history: readonly UnitTreeEvent[]) =>
  history.reduce((tree, { type, data }) => {
    const evolve = unitTreeDecider.evolve[type] as (state: typeof tree, data: unknown) => typeof tree;
    return evolve(tree, data);
  }, unitTreeDecider.initial());

describe('registering a unit', () => {
  it('states all that is said of it', () => {
    const { type: _, unitType: type, ...rest } = registering({ nameEn: 'Ward 5', generated: true });
    given(standing)
      .when(registering({ nameEn: 'Ward 5', generated: true }))
      .then([{ type: 'UnitRegistered.v1', data: { ...rest, type } as Registered }]);
  });

  it.each<[string, Partial<RegisterUnit>, string, readonly string[]]>([
    ['under a parent that nobody knows', { parentUnitId: 'x' }, 'NOT_FOUND', ['parentUnitId']],
    [
      'under a parent that begins later',
      { parentUnitId: 'rural', validFrom: '2022-02-28' },
      'PARENT_NOT_YET',
      ['parentUnitId'],
    ],
    ['past a level that is there', { parentUnitId: 'province' }, 'PARENT_LEVEL', ['parentUnitId']],
    ['under its own level', { parentUnitId: 'ward' }, 'PARENT_LEVEL', ['parentUnitId']],
    ['under nothing while a higher level stands', { parentUnitId: null }, 'MISSING', ['parentUnitId']],
    ['with a code of another level', { code: '292' }, 'CODE_INVALID', ['code']],
    ['with a code that another unit holds', { code: '29242' }, 'CODE_TAKEN', ['code']],
    ['without a name', { nameVi: '' }, 'TEXT_INVALID', ['nameVi']],
    ['with a type of 61 letters', { unitType: 'x'.repeat(61) }, 'TEXT_INVALID', ['unitType']],
    ['by an id that stands', { unitId: 'ward' }, 'DUPLICATE', ['unitId']],
  ])('%s is refused', (_, more, code, field) => {
    given(standing)
      .when(registering(more))
      .thenRefused(code as 'MISSING', { field });
  });

  it('with several faults is told all of them', () => {
    given(standing)
      .when(registering({ parentUnitId: 'x', code: '1' }))
      .thenFaults([
        { refused: 'NOT_FOUND', field: ['parentUnitId'] },
        {
          refused: 'CODE_INVALID',
          field: ['code'],
          detail: { value: '1', level: 'commune', rule: '5 digits (5 chữ số)' },
        },
      ]);
  });

  it('directly under a province is right once nothing of the level between stands there', () => {
    const noDistricts = [standing[0], standing[1], ended('city', '2022-05-01')].flatMap((one) => one ?? []);
    expect(unitTreeDecider.decide(registering({ parentUnitId: 'province' }), treeOf(noDistricts))).toHaveLength(1);
    given(noDistricts)
      .when(registering({ parentUnitId: 'province', validFrom: '2022-04-30' }))
      .thenRefused('PARENT_LEVEL');
  });

  it('as a hamlet begins its code with that of its commune', () => {
    const hamlet = { level: 'hamlet', parentUnitId: 'ward' } as const;
    expect(unitTreeDecider.decide(registering({ ...hamlet, code: '29242-01' }), treeOf(standing))).toHaveLength(1);
    given(standing)
      .when(registering({ ...hamlet, code: '29245-01' }))
      .thenRefused('CODE_INVALID');
  });

  it('under a parent whose end is known is refused: it would be left without one', () => {
    given([...standing, ended('rural', '2025-07-01')])
      .when(registering({ parentUnitId: 'rural' }))
      .thenRefused('UNIT_ENDED', { detail: { unit: 'rural', ended: '2025-07-01' } });
  });
});

describe('a code', () => {
  it('is free on days on which nobody holds it, before and after', () => {
    const history = [...standing, ended('ward', '2022-05-01')];
    expect(unitTreeDecider.decide(registering({ code: '29242' }), treeOf(history))).toHaveLength(1);
    given(history)
      .when(registering({ code: '29242', validFrom: '2022-04-30' }))
      .thenRefused('CODE_TAKEN', { detail: { value: '29242', holder: 'ward' } });
  });

  it('that a unit will give up later is taken until then, also where the change is entered first', () => {
    const recoded: UnitTreeEvent = {
      type: 'UnitRecoded.v1',
      data: { unitId: 'ward', from: '29242', to: '29245', validFrom: '2022-09-01' },
    };
    const take = (validFrom: string) => registering({ code: '29242', validFrom });
    given([...standing, recoded])
      .when(take('2022-08-31'))
      .thenRefused('CODE_TAKEN');
    expect(unitTreeDecider.decide(take('2022-09-01'), treeOf([...standing, recoded]))).toHaveLength(1);
    given([...standing, recoded])
      .when(registering({ code: '29245' }))
      .thenRefused('CODE_TAKEN');
  });

  it('of a hamlet stays its own when it moves to another commune', () => {
    const hamlet = registered('hamlet', 'hamlet', '29242-01', 'ward');
    const other = registered('other', 'commune', '29245', 'city');
    given([...standing, hamlet, other])
      .when({ ...at, type: 'MoveUnit', unitId: 'hamlet', toParentId: 'other' })
      .then([
        { type: 'UnitMoved.v1', data: { ...event, unitId: 'hamlet', fromParentId: 'ward', toParentId: 'other' } },
      ]);
  });
});

describe('moving a unit', () => {
  it('below itself or what is below it is refused', () => {
    const move = { ...at, type: 'MoveUnit', unitId: 'city' } as const;
    given(standing)
      .when({ ...move, toParentId: 'city' })
      .thenRefused('PARENT_LEVEL', { field: ['toParentId'] });
    given(standing)
      .when({ ...move, toParentId: 'ward' })
      .thenRefused('PARENT_LEVEL', { field: ['toParentId'] });
  });

  it('to a parent that begins later is refused', () => {
    given(standing)
      .when({ ...at, type: 'MoveUnit', toParentId: 'rural', validFrom: '2022-02-28' })
      .thenRefused('PARENT_NOT_YET', { detail: { value: 'rural', parentFrom: '2022-03-01', validFrom: '2022-02-28' } });
  });

  it('to a parent that ends is right where it moves on by then', () => {
    const onward: UnitTreeEvent = {
      type: 'UnitMoved.v1',
      data: { unitId: 'ward', fromParentId: 'city', toParentId: 'city', validFrom: '2022-09-01' },
    };
    const history = [...standing, ended('rural', '2022-10-01')];
    const move = { ...at, type: 'MoveUnit', toParentId: 'rural', expectedRevision: null } as const;
    given(history).when(move).thenRefused('UNIT_ENDED');
    expect(unitTreeDecider.decide(move, treeOf([...history, onward]))).toHaveLength(1);
  });
});

describe('dissolving a unit', () => {
  it('with units below it is refused, and they are named', () => {
    given(standing)
      .when({ ...at, type: 'DissolveUnit', unitId: 'city' })
      .thenRefused('UNIT_HAS_CHILDREN', { field: ['unitId'], detail: { unit: 'city', children: ['ward'] } });
  });

  it('is refused where one comes below it later, and right where the last one left before', () => {
    const leaves: UnitTreeEvent = {
      type: 'UnitMoved.v1',
      data: { unitId: 'ward', fromParentId: 'city', toParentId: 'rural', validFrom: '2022-06-01' },
    };
    const comes = registered('later', 'commune', '29239', 'city', '2022-09-01');
    const dissolve = { ...at, type: 'DissolveUnit', unitId: 'city' } as const;
    given([...standing, leaves])
      .when(dissolve)
      .then([ended('city', '2022-06-01')]);
    given([...standing, leaves, comes])
      .when(dissolve)
      .thenRefused('UNIT_HAS_CHILDREN', { detail: { unit: 'city', children: ['later'] } });
  });

  it('that ends on another day already is refused', () => {
    given([...standing, ended('ward', '2022-09-01')])
      .when({ ...at, type: 'DissolveUnit', expectedRevision: 2 })
      .thenRefused('UNIT_ENDED', { detail: { unit: 'ward', ended: '2022-09-01' } });
  });
});
