import type { EventData } from '@thidua/events';
import fc from 'fast-check';
import type { PositionedEvent, TreeUnit } from '../src/index.js';

type Registered = EventData<'UnitRegistered.v1'>;

/** A registration at a position; what a test does not speak of is filled in. */
export const registered = (position: number, data: { unitId: string } & Partial<Registered>): PositionedEvent => ({
  type: 'UnitRegistered.v1',
  position,
  data: {
    level: 'commune',
    type: 'commune',
    nameVi: data.unitId,
    validFrom: '2022-01-01',
    ...data,
  } satisfies Registered,
});

/** A unit of a tree, named by its id. */
export const treeUnit = (
  unitId: string,
  parentUnitId: string | null = null,
  more: Partial<TreeUnit> = {},
): TreeUnit => ({ unitId, parentUnitId, level: 'commune', nameVi: unitId, code: null, ...more });

/** Few names, so that siblings often share one and the code or the id decides. */
const names = ['Ấp 1', 'Ấp 2', 'Ấp 10', 'Dương', 'Đông', 'Xã An'] as const;

/** A forest in any order; some parents are not among its units. */
export const forest: fc.Arbitrary<readonly TreeUnit[]> = fc
  .array(
    fc.record({
      parent: fc.nat(),
      rootsAt: fc.nat({ max: 4 }),
      nameVi: fc.constantFrom(...names),
      level: fc.constantFrom('province' as const, 'district' as const, 'commune' as const),
      code: fc.option(fc.constantFrom('01', '02')),
    }),
    { maxLength: 40 },
  )
  .map((seeds) =>
    seeds.map(({ parent, rootsAt, nameVi, level, code }, n): TreeUnit => {
      const parentUnitId = rootsAt === 0 ? null : rootsAt === 1 ? 'elsewhere' : `u${(parent % (n + 1)) - 1}`;
      return { unitId: `u${n}`, parentUnitId, nameVi, level, code };
    }),
  )
  .chain((units) => fc.shuffledSubarray([...units], { minLength: units.length }));
