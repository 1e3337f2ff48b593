import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Chronicle } from '../test/changes.js';
import { lowestCommonAncestor, mappingOnto } from './mapping.js';

const unit = (unitId: string) => ({ kind: 'unit', unitId });
const unallocated = (unitId: string | null) => ({ kind: 'unallocated', unitId });

/** Two districts of one province; wards are added by each test. */
const started = (...wards: readonly (readonly [ward: string, district: string, validFrom?: string])[]): Chronicle => {
  const log = new Chronicle();
  log.unit('province', null);
  log.unit('east', 'province');
  log.unit('west', 'province');
  for (const [ward, district, validFrom] of wards) log.unit(ward, district, validFrom);
  return log;
};

describe('a unit that has ended goes forward', () => {
  it('through FULL successors, as many as there were', () => {
    const log = started(['a', 'east'], ['b', 'east', '2023-01-01'], ['c', 'west', '2024-01-01']);
    log.end('a', '2023-01-01', 'b');
    log.end('b', '2024-01-01', 'c');
    expect(log.history.mapping('2022-12-31')('a')).toEqual(unit('a'));
    expect(log.history.mapping('2023-12-31')('a')).toEqual(unit('b'));
    expect(log.history.mapping('2024-01-01')('a')).toEqual(unit('c'));
  });

  it('and is unallocated at the lowest common ancestor of the parts it was split into', () => {
    const log = started(
      ['a', 'east'],
      ['b', 'east', '2023-01-01'],
      ['c', 'east', '2023-01-01'],
      ['d', 'west', '2023-01-01'],
    );
    log.unit('x', 'east');
    log.end('a', '2023-01-01', 'b?', 'c?');
    log.end('x', '2023-01-01', 'b?', 'd?');
    expect(log.history.mapping('2023-01-01')('a')).toEqual(unallocated('east'));
    expect(log.history.mapping('2023-01-01')('x')).toEqual(unallocated('province'));
  });

  it('and is unallocated at a unit that all its parts came to in the end', () => {
    const log = started(
      ['a', 'east'],
      ['b', 'east', '2023-01-01'],
      ['c', 'west', '2023-01-01'],
      ['d', 'west', '2024-01-01'],
    );
    log.end('a', '2023-01-01', 'b?', 'c?');
    log.end('b', '2024-01-01', 'd');
    log.end('c', '2024-01-01', 'd');
    expect(log.history.mapping('2024-01-01')('a')).toEqual(unallocated('d'));
  });

  it('and above a part that stands alone: nobody knows where the rest went', () => {
    const log = started(['a', 'east'], ['b', 'west', '2023-01-01']);
    log.end('a', '2023-01-01', 'b?');
    expect(log.history.mapping('2023-01-01')('a')).toEqual(unallocated('west'));
  });

  it('to its nearest ancestor that lives where it has no successor, ancestors mapped the same way', () => {
    const log = started(['a', 'east'], ['b', 'east']);
    log.end('a', '2023-01-01');
    log.unit('new-east', 'province', '2024-01-01');
    log.end('b', '2024-01-01');
    log.end('east', '2024-01-01', 'new-east');
    expect(log.history.mapping('2023-01-01')('a')).toEqual(unallocated('east'));
    expect(log.history.mapping('2024-01-01')('a')).toEqual(unallocated('new-east'));
    log.end('new-east', '2025-01-01');
    expect(log.history.mapping('2025-01-01')('a')).toEqual(unallocated('province'));
  });

  it('to the ancestor of its last day and not of its first', () => {
    const log = started(['a', 'east']);
    log.take({ type: 'UnitMoved.v1', data: { unitId: 'a', toParentId: 'west', validFrom: '2022-06-01' } });
    log.end('a', '2023-01-01');
    expect(log.history.mapping('2023-01-01')('a')).toEqual(unallocated('west'));
  });

  it('to nowhere where nothing above it lives', () => {
    const log = started();
    for (const unitId of ['east', 'west', 'province']) log.end(unitId, '2023-01-01');
    expect(log.history.mapping('2023-01-01')('east')).toEqual(unallocated(null));
  });
});

describe('a unit that begins later goes back', () => {
  it('through a single predecessor, whole or in part, as far as needed', () => {
    const log = started(
      ['a', 'east'],
      ['b', 'east', '2023-01-01'],
      ['c', 'west', '2023-01-01'],
      ['d', 'west', '2024-01-01'],
    );
    log.end('a', '2023-01-01', 'b?', 'c?');
    log.end('c', '2024-01-01', 'd');
    expect(log.history.mapping('2022-06-30')('d')).toEqual(unit('a'));
    expect(log.history.mapping('2023-06-30')('d')).toEqual(unit('c'));
  });

  it('to the lowest common ancestor of several', () => {
    const log = started(
      ['a', 'east'],
      ['b', 'east'],
      ['c', 'west'],
      ['d', 'east', '2023-01-01'],
      ['e', 'east', '2023-01-01'],
    );
    log.end('a', '2023-01-01', 'd');
    log.end('b', '2023-01-01', 'd?', 'e?');
    log.end('c', '2023-01-01', 'e');
    expect(log.history.mapping('2022-06-30')('d')).toEqual(unallocated('east'));
    expect(log.history.mapping('2022-06-30')('e')).toEqual(unallocated('province'));
  });

  it('to the ancestor of its first day where it came out of nothing', () => {
    const log = started(['a', 'east', '2023-01-01']);
    log.take({ type: 'UnitMoved.v1', data: { unitId: 'a', toParentId: 'west', validFrom: '2024-01-01' } });
    expect(log.history.mapping('2022-06-30')('a')).toEqual(unallocated('east'));
  });
});

describe('a mapping', () => {
  it('gives the old answer as known before the change was recorded', () => {
    const log = started(['a', 'east']);
    const before = log.unit('b', 'west', '2023-01-01');
    log.end('a', '2023-01-01', 'b');
    expect(log.history.mapping('2023-06-30', before)('a')).toEqual(unit('a'));
    expect(log.history.mapping('2023-06-30')('a')).toEqual(unit('b'));
  });

  it('places a unit that nobody knows nowhere', () => {
    expect(started().history.mapping('2022-06-30')('elsewhere')).toEqual(unallocated(null));
  });

  it('does not follow a circle for ever, should a log hold one', () => {
    const log = started();
    const link = { coverage: 'FULL' as const, validFrom: '2023-01-01', reorganisationId: null, legalBasis: null };
    const mapping = mappingOnto(log.history.tree('2023-01-01'), '2023-01-01', {
      lifeOf: () => ({ begins: '2022-01-01', ends: '2023-01-01', firstParent: null, lastParent: null }),
      successorsOf: (unitId) => [{ ...link, unitId: unitId === 'x' ? 'y' : 'x' }],
      predecessorsOf: () => [],
    });
    expect(mapping('x')).toEqual(unallocated(null));
  });

  /** A history of merges and splits: each step ends some of the wards that live and founds others. */
  const steps = fc.array(
    fc.record({
      pick: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
      made: fc.integer({ min: 0, max: 3 }),
      west: fc.boolean(),
    }),
    { maxLength: 7 },
  );
  const replay = (history: readonly { pick: number[]; made: number; west: boolean }[]) => {
    const log = started(['w0', 'east'], ['w1', 'east'], ['w2', 'west'], ['w3', 'west']);
    let living = ['w0', 'w1', 'w2', 'w3'];
    const all = [...living];
    const step = (ending: readonly string[], fresh: readonly string[], district: string, day: string) => {
      for (const unitId of fresh) log.unit(unitId, district, day);
      const successors = fresh.length === 1 ? fresh : fresh.map((one) => `${one}?`);
      for (const unitId of ending) log.end(unitId, day, ...successors);
      living = [...living.filter((unitId) => !ending.includes(unitId)), ...fresh];
      all.push(...fresh);
    };
    history.forEach(({ pick, made, west }, n) => {
      const ending = new Set(pick.flatMap((at) => living[at % living.length] ?? []));
      const fresh = Array.from({ length: made }, (_, at) => `n${n}-${at}`);
      step([...ending], fresh, west ? 'west' : 'east', `202${3 + n}-01-01`);
    });
    return { log, all };
  };
  const days = Array.from({ length: 9 }, (_, n) => `202${2 + (n % 8)}-06-30`);

  it('places every unit of any history in every tree, itself where it lives, and never outside the tree', () => {
    fc.assert(
      fc.property(steps, fc.constantFrom(...days), (history, on) => {
        const { log, all } = replay(history);
        const tree = log.history.tree(on);
        const mapping = log.history.mapping(on);
        for (const unitId of all) {
          const placed = mapping(unitId);
          expect(placed.unitId !== null && tree.has(placed.unitId)).toBe(true);
          if (tree.has(unitId)) expect(placed).toEqual(unit(unitId));
          expect(mapping(unitId)).toBe(placed);
        }
      }),
    );
  });

  it('never changes by what is recorded later', () => {
    fc.assert(
      fc.property(steps, fc.constantFrom(...days), fc.nat({ max: 7 }), (history, on, cut) => {
        const early = replay(history.slice(0, cut));
        const late = replay(history);
        const { position } = early.log.history;
        const [before, after] = [early.log.history.mapping(on), late.log.history.mapping(on, position)];
        for (const unitId of early.all) expect(after(unitId)).toEqual(before(unitId));
      }),
    );
  });
});

describe('the lowest common ancestor', () => {
  it('may be one of the units, and is none where they share no root', () => {
    const log = started(['a', 'east']);
    log.unit('other', null);
    const tree = log.history.tree('2022-06-30');
    expect(lowestCommonAncestor(tree, ['a', 'east'])).toBe('east');
    expect(lowestCommonAncestor(tree, ['a', 'west'])).toBe('province');
    expect(lowestCommonAncestor(tree, ['a', 'other'])).toBeNull();
    expect(lowestCommonAncestor(tree, ['a', null])).toBeNull();
    expect(lowestCommonAncestor(tree, [])).toBeNull();
  });
});
