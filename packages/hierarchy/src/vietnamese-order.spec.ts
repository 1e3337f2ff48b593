import { describe, expect, it } from '@jest/globals';
import { treeUnit } from '../test/units.js';
import { buildTree } from './build-tree.js';

const ordered = (names: readonly string[]): readonly string[] =>
  buildTree(names.map((nameVi) => treeUnit(nameVi, null, { nameVi }))).preorder;

describe('the order of siblings', () => {
  it('counts numbers: 1 < 2 < 10', () => {
    expect(ordered(['Ấp 10', 'Ấp 2', 'Ấp 1'])).toEqual(['Ấp 1', 'Ấp 2', 'Ấp 10']);
  });

  it('puts đ after d, and ă and â after a', () => {
    expect(ordered(['Đa Lộc', 'Dy', 'Em', 'Da'])).toEqual(['Da', 'Dy', 'Đa Lộc', 'Em']);
    expect(ordered(['Ân', 'Ăn', 'Az'])).toEqual(['Az', 'Ăn', 'Ân']);
  });

  it('takes a name typed with combining marks for the same name', () => {
    const composed = treeUnit('b', null, { nameVi: 'Ấp Chợ'.normalize('NFC'), code: '2' });
    const combining = treeUnit('c', null, { nameVi: 'Ấp Chợ'.normalize('NFD'), code: '1' });
    expect(buildTree([composed, combining]).preorder).toEqual(['c', 'b']);
  });

  it('goes on with the code, none first, then the id', () => {
    const named = (unitId: string, code: string | null) => treeUnit(unitId, null, { nameVi: 'Phường 3', code });
    const units = [named('d', '29242'), named('c', '29242'), named('a', '29245'), named('e', null)];
    expect(buildTree(units).preorder).toEqual(['e', 'c', 'd', 'a']);
  });
});
