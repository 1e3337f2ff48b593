import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { forest, treeUnit } from '../test/units.js';
import { buildTree, type TreeUnit } from './build-tree.js';

const traVinh = buildTree([
  treeUnit('hamlet-10', 'commune', { nameVi: 'Ấp 10', level: 'hamlet' }),
  treeUnit('hamlet-2', 'commune', { nameVi: 'Ấp 2', level: 'hamlet' }),
  treeUnit('commune', 'district', { nameVi: 'Xã An Trường' }),
  treeUnit('district', 'province', { nameVi: 'Huyện Càng Long', level: 'district' }),
  treeUnit('ward-1', 'city', { nameVi: 'Phường 1' }),
  treeUnit('city', 'province', { nameVi: 'Thành phố Trà Vinh', level: 'district' }),
  treeUnit('province', null, { nameVi: 'Tỉnh Trà Vinh', level: 'province' }),
]);

describe('a tree of units', () => {
  it('lists units in preorder, siblings in Vietnamese order', () => {
    expect(traVinh.preorder).toEqual(['province', 'district', 'commune', 'hamlet-2', 'hamlet-10', 'city', 'ward-1']);
    expect(traVinh.roots).toEqual(['province']);
    expect(traVinh.childrenOf('commune')).toEqual(['hamlet-2', 'hamlet-10']);
  });

  it('names the parent, and the ancestors nearest first', () => {
    expect(traVinh.parentOf('commune')).toBe('district');
    expect(traVinh.parentOf('province')).toBeNull();
    expect(traVinh.ancestorsOf('hamlet-2')).toEqual(['commune', 'district', 'province']);
    expect(traVinh.ancestorsOf('province')).toEqual([]);
  });

  it('finds the descendants of a level, not the unit itself', () => {
    expect(traVinh.descendantsAtLevel('province', 'commune')).toEqual(['commune', 'ward-1']);
    expect(traVinh.descendantsAtLevel('commune', 'commune')).toEqual([]);
    expect(traVinh.descendantsAtLevel('city', 'hamlet')).toEqual([]);
  });

  it('holds a unit within itself and within every unit above it', () => {
    expect(traVinh.isWithin('hamlet-2', 'hamlet-2')).toBe(true);
    expect(traVinh.isWithin('hamlet-2', 'province')).toBe(true);
    expect(traVinh.isWithin('hamlet-2', 'city')).toBe(false);
    expect(traVinh.isWithin('province', 'hamlet-2')).toBe(false);
  });

  it('does not take a common beginning of two ids or codes for descent', () => {
    const tree = buildTree([treeUnit('79/1', null, { code: '79' }), treeUnit('79/10', null, { code: '7910' })]);
    expect(tree.isWithin('79/10', '79/1')).toBe(false);
  });

  it('answers for a unit it does not hold without an exception', () => {
    expect(traVinh.has('elsewhere')).toBe(false);
    expect(traVinh.indexOf('elsewhere')).toBe(-1);
    expect(traVinh.parentOf('elsewhere')).toBeUndefined();
    expect(traVinh.ancestorsOf('elsewhere')).toEqual([]);
    expect(traVinh.childrenOf('elsewhere')).toEqual([]);
    expect(traVinh.descendantsAtLevel('elsewhere', 'hamlet')).toEqual([]);
    expect(traVinh.isWithin('elsewhere', 'province')).toBe(false);
    expect(traVinh.isWithin('province', 'elsewhere')).toBe(false);
    expect(traVinh.isWithin('elsewhere', 'elsewhere')).toBe(false);
  });

  it('shows a unit whose parent is not there as a root', () => {
    const tree = buildTree([treeUnit('orphan', 'gone'), treeUnit('child', 'orphan')]);
    expect(tree.roots).toEqual(['orphan']);
    expect(tree.parentOf('orphan')).toBeNull();
    expect(tree.isWithin('child', 'gone')).toBe(false);
  });

  it('refuses a circle and a unit that stands twice', () => {
    expect(() => buildTree([treeUnit('a', 'b'), treeUnit('b', 'a'), treeUnit('c')])).toThrow('circle: a, b');
    expect(() => buildTree([treeUnit('a', 'a')])).toThrow('circle');
    expect(() => buildTree([treeUnit('a'), treeUnit('a')])).toThrow('twice');
  });

  it('is built over a chain of any length', () => {
    const chain = Array.from({ length: 20_000 }, (_, n) => treeUnit(`u${n}`, n === 0 ? null : `u${n - 1}`));
    const tree = buildTree(chain);
    expect(tree.isWithin('u19999', 'u0')).toBe(true);
    expect(tree.ancestorsOf('u19999')).toHaveLength(19_999);
  });
});

/** Ids of the units above, found by nothing but walking from parent to parent. */
const walkUp = (units: readonly TreeUnit[], unitId: string): string[] => {
  const unit = units.find((candidate) => candidate.unitId === unitId);
  const parent = units.find((candidate) => candidate.unitId === unit?.parentUnitId);
  return parent ? [parent.unitId, ...walkUp(units, parent.unitId)] : [];
};

describe('any forest', () => {
  it('has intervals that agree with walks from parent to parent', () => {
    fc.assert(
      fc.property(forest, (units) => {
        const tree = buildTree(units);
        for (const { unitId } of units) {
          const above = walkUp(units, unitId);
          expect(tree.ancestorsOf(unitId)).toEqual(above);
          for (const other of units) {
            const within = other.unitId === unitId || above.includes(other.unitId);
            expect(tree.isWithin(unitId, other.unitId)).toBe(within);
          }
        }
      }),
    );
  });

  it('holds each unit once, behind its parent, with matching indexes', () => {
    fc.assert(
      fc.property(forest, (units) => {
        const tree = buildTree(units);
        expect([...tree.preorder].sort()).toEqual(units.map(({ unitId }) => unitId).sort());
        tree.preorder.forEach((unitId, index) => {
          expect(tree.indexOf(unitId)).toBe(index);
          expect(tree.parentIndex[index]).toBe(tree.indexOf(tree.parentOf(unitId) ?? ''));
          expect(tree.parentIndex[index]).toBeLessThan(index);
          const below = units.filter((unit) => walkUp(units, unit.unitId).includes(unitId));
          expect((tree.endIndex[index] as number) - index - 1).toBe(below.length);
        });
      }),
    );
  });

  it('lists children and descendants as a plain filter finds them', () => {
    fc.assert(
      fc.property(forest, (units) => {
        const tree = buildTree(units);
        for (const { unitId } of units) {
          const children = units.filter((unit) => walkUp(units, unit.unitId)[0] === unitId);
          expect([...tree.childrenOf(unitId)].sort()).toEqual(children.map((child) => child.unitId).sort());
          const below = units.filter((unit) => unit.level === 'commune' && walkUp(units, unit.unitId).includes(unitId));
          expect([...tree.descendantsAtLevel(unitId, 'commune')].sort()).toEqual(
            below.map((unit) => unit.unitId).sort(),
          );
        }
      }),
    );
  });

  it('is the same in whatever order its units come', () => {
    const twice = forest.chain((units) =>
      fc.tuple(fc.constant(units), fc.shuffledSubarray([...units], { minLength: units.length })),
    );
    fc.assert(
      fc.property(twice, ([units, shuffled]) => {
        expect(buildTree(shuffled).preorder).toEqual(buildTree(units).preorder);
      }),
    );
  });
});
