import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Chronicle } from '../test/changes.js';
import { registered } from '../test/units.js';
import { type PositionedEvent, UnitHistory } from './unit-history.js';

const historyOf = (...events: readonly PositionedEvent[]): UnitHistory => {
  const history = new UnitHistory();
  for (const event of events) history.apply(event);
  return history;
};

describe('the history of units', () => {
  const history = historyOf(
    registered(3, { unitId: 'province', level: 'province', type: 'province', nameVi: 'Tỉnh Trà Vinh', code: '84' }),
    registered(5, { unitId: 'ward-3', parentUnitId: 'province', code: '29242', validFrom: '2022-03-01' }),
    registered(8, {
      unitId: 'hamlet',
      parentUnitId: 'ward-3',
      level: 'hamlet',
      validFrom: '2022-03-01',
      generated: true,
    }),
  );

  it('tells all about a unit, null for what nobody stated', () => {
    expect(history.unit('province', { on: '2022-06-30' })).toEqual({
      unitId: 'province',
      nameVi: 'Tỉnh Trà Vinh',
      nameEn: null,
      level: 'province',
      type: 'province',
      code: '84',
      parentUnitId: null,
      generated: false,
      validFrom: '2022-01-01',
      validTo: null,
      revision: 1,
    });
    expect(history.unit('hamlet', { on: '2022-06-30' })?.generated).toBe(true);
  });

  it('knows no unit before its first day, before its position, or by another id', () => {
    expect(history.unit('ward-3', { on: '2022-02-28' })).toBeNull();
    expect(history.unit('ward-3', { on: '2022-03-01', knownUpTo: 4 })).toBeNull();
    expect(history.unit('ward-3', { on: '2022-03-01', knownUpTo: 5 })).not.toBeNull();
    expect(history.unit('elsewhere', { on: '2022-03-01' })).toBeNull();
  });

  it('finds a unit by the code it holds on the date', () => {
    expect(history.unitByCode('29242', { on: '2022-03-01' })?.unitId).toBe('ward-3');
    expect(history.unitByCode('29242', { on: '2022-02-28' })).toBeNull();
    expect(history.unitByCode('29242', { on: '2022-03-01', knownUpTo: 4 })).toBeNull();
    expect(history.unitByCode('99999', { on: '2022-03-01' })).toBeNull();
  });

  it('tells apart the units that hold one code one after the other', () => {
    const own = historyOf(
      registered(1, { unitId: 'old-ward-3', code: '29242' }),
      registered(2, { unitId: 'new-ward-3', code: '29242', validFrom: '2025-01-01' }),
    );
    expect(own.unitByCode('29242', { on: '2024-12-31' })?.unitId).toBe('old-ward-3');
    expect(own.unitByCode('29242', { on: '2025-01-01', knownUpTo: 1 })?.unitId).toBe('old-ward-3');
    expect(own.unitByCode('29242', { on: '2025-01-01' })?.unitId).toBe('new-ward-3');
  });

  it('stands at the position of its last unit event and passes over the others', () => {
    const own = historyOf(registered(3, { unitId: 'province' }), {
      type: 'CampaignLaunched.v1',
      position: 4,
      data: {},
    });
    expect(own.position).toBe(3);
    expect(new UnitHistory().position).toBe(0);
  });

  it('refuses unit events out of order and a unit registered twice', () => {
    const own = historyOf(registered(3, { unitId: 'province' }));
    expect(() => own.apply(registered(3, { unitId: 'again' }))).toThrow('comes after 3');
    expect(() => own.apply(registered(4, { unitId: 'province' }))).toThrow('registered twice');
    expect(own.position).toBe(3);
  });
});

describe('the tree of a date and a position', () => {
  it('leaves out what begins later and what is known later', () => {
    const history = historyOf(
      registered(1, { unitId: 'a' }),
      registered(2, { unitId: 'b', validFrom: '2022-07-01' }),
      registered(9, { unitId: 'c', parentUnitId: 'a' }),
    );
    expect(history.tree('2022-06-30').preorder).toEqual(['a', 'c']);
    expect(history.tree('2022-07-01').preorder).toEqual(['a', 'c', 'b']);
    expect(history.tree('2022-07-01', 8).preorder).toEqual(['a', 'b']);
    expect(history.tree('2021-12-31').size).toBe(0);
    expect(history.tree('2022-07-01', 0).size).toBe(0);
  });

  it('is one and the same object for all dates and positions between two changes', () => {
    const history = historyOf(registered(1, { unitId: 'a' }), registered(5, { unitId: 'b', validFrom: '2022-07-01' }));
    const tree = history.tree('2022-01-01');
    expect(history.tree('2022-06-30')).toBe(tree);
    expect(history.tree('2022-06-30', 99)).toBe(tree);
    expect(history.tree('2022-07-01')).not.toBe(tree);
    expect(history.tree('2022-08-01', 1)).toBe(history.tree('2022-06-30', 4));
  });

  it('is not stale when a unit comes that begins in the past', () => {
    const history = historyOf(registered(1, { unitId: 'a' }));
    const before = history.tree('2022-06-30');
    history.apply(registered(2, { unitId: 'b', validFrom: '2022-03-01' }));
    expect(history.tree('2022-06-30').has('b')).toBe(true);
    expect(history.tree('2022-06-30', 1)).toBe(before);
  });

  it('is right for any question in any order, asked between any events', () => {
    const day = fc.nat({ max: 8 }).map((n) => `2022-01-0${n + 1}`);
    const step = fc.oneof(
      fc.record({ validFrom: day, gap: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ on: day, knownUpTo: fc.nat({ max: 60 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const history = new UnitHistory();
        const told: { unitId: string; validFrom: string; position: number }[] = [];
        for (const step of steps) {
          if ('gap' in step) {
            const unit = {
              unitId: `u${told.length}`,
              validFrom: step.validFrom,
              position: history.position + step.gap,
            };
            told.push(unit);
            history.apply(registered(unit.position, { unitId: unit.unitId, validFrom: unit.validFrom }));
          } else {
            const known = told.filter((unit) => unit.validFrom <= step.on && unit.position <= step.knownUpTo);
            const tree = history.tree(step.on, step.knownUpTo);
            expect([...tree.preorder].sort()).toEqual(known.map((unit) => unit.unitId).sort());
          }
        }
      }),
    );
  });

  it('keeps a bounded number of trees and builds a forgotten one again, equal', () => {
    const days = Array.from({ length: 40 }, (_, n) => `${1980 + n}-01-01`);
    const history = historyOf(...days.map((validFrom, n) => registered(n + 1, { unitId: `u${n}`, validFrom })));
    const first = history.tree('1980-06-01');
    for (const day of days) history.tree(day);
    const again = history.tree('1980-06-01');
    expect(again).not.toBe(first);
    expect(again.preorder).toEqual(first.preorder);
  });

  it('forgets first the tree that was not asked for longest', () => {
    const days = Array.from({ length: 40 }, (_, n) => `${1980 + n}-01-01`);
    const history = historyOf(...days.map((validFrom, n) => registered(n + 1, { unitId: `u${n}`, validFrom })));
    const today = history.tree('2022-06-30');
    for (const day of days) {
      history.tree(day);
      expect(history.tree('2022-06-30')).toBe(today);
    }
  });
});

describe('the stretches of a window', () => {
  const log = new Chronicle();
  log.unit('city', null);
  log.unit('district', 'city');
  log.unit('ward', 'district', '2022-03-01');
  const moved = { unitId: 'ward', fromParentId: 'district', toParentId: 'city', validFrom: '2022-05-01' };
  const move = log.take({ type: 'UnitMoved.v1', data: moved });
  log.take({ type: 'UnitRenamed.v1', data: { unitId: 'ward', from: 'ward', to: 'Phường 3', validFrom: '2022-04-01' } });
  log.end('ward', '2022-06-30');

  it('are cut where a unit begins, moves or ends, and not where it is only called something else', () => {
    expect(log.history.stretches('2022-02-01', '2022-06-30')).toEqual([
      { from: '2022-02-01', to: '2022-02-28' },
      { from: '2022-03-01', to: '2022-04-30' },
      { from: '2022-05-01', to: '2022-06-29' },
      { from: '2022-06-30', to: '2022-06-30' },
    ]);
  });

  it('are cut by what is known, and not on the first day of the window', () => {
    expect(log.history.stretches('2022-03-01', '2022-12-31', move)).toEqual([
      { from: '2022-03-01', to: '2022-04-30' },
      { from: '2022-05-01', to: '2022-12-31' },
    ]);
    expect(log.history.stretches('2022-03-01', '2022-12-31', move - 1)).toEqual([
      { from: '2022-03-01', to: '2022-12-31' },
    ]);
  });

  it('are none in a window without a day', () => {
    expect(log.history.stretches('2022-03-02', '2022-03-01')).toEqual([]);
  });

  it('know a unit from its registration, whichever its days', () => {
    expect([log.history.knows('ward', move), log.history.knows('ward', 2), log.history.knows('x')]).toEqual([
      ...[true, false, false],
    ]);
  });
});
