import { describe, expect, it } from '@jest/globals';
import { Chronicle } from '../test/changes.js';

const started = (): Chronicle => {
  const log = new Chronicle();
  log.unit('city', null);
  log.unit('district', 'city');
  log.unit('ward', 'district', '2022-01-01', '29242');
  return log;
};

describe('an event about a unit', () => {
  it('renames it from its day on, and nobody stated the English name of the new name', () => {
    const log = started();
    const data = { unitId: 'ward', from: 'ward', to: 'Phường 3', validFrom: '2022-04-10' };
    log.take({ type: 'UnitRenamed.v1', data });
    expect(log.history.unit('ward', { on: '2022-04-09' })).toMatchObject({ nameVi: 'ward', revision: 2 });
    expect(log.history.unit('ward', { on: '2022-04-10' })).toMatchObject({ nameVi: 'Phường 3', nameEn: null });
    expect(log.history.unit('ward', { on: '2022-04-10', knownUpTo: 3 })).toMatchObject({ nameVi: 'ward', revision: 1 });
  });

  it('changes its type and keeps its identity', () => {
    const log = started();
    const data = { unitId: 'ward', from: 'commune', to: 'ward', validFrom: '2022-04-10' };
    log.take({ type: 'UnitReclassified.v1', data });
    expect(log.history.unit('ward', { on: '2022-04-10' })).toMatchObject({ type: 'ward', code: '29242' });
  });

  it('moves it with all that is below it', () => {
    const log = started();
    const data = { unitId: 'ward', fromParentId: 'district', toParentId: 'city', validFrom: '2025-07-01' };
    log.unit('hamlet', 'ward');
    log.take({ type: 'UnitMoved.v1', data });
    expect(log.history.tree('2025-06-30').ancestorsOf('hamlet')).toEqual(['ward', 'district', 'city']);
    expect(log.history.tree('2025-07-01').ancestorsOf('hamlet')).toEqual(['ward', 'city']);
    expect(log.history.tree('2025-07-01', 4).parentOf('ward')).toBe('district');
  });

  it('ends it, and the tree of the day before still has it', () => {
    const log = started();
    log.end('ward', '2025-01-01');
    expect(log.history.tree('2024-12-31').has('ward')).toBe(true);
    expect(log.history.tree('2025-01-01').has('ward')).toBe(false);
    expect(log.history.unit('ward', { on: '2024-12-31' })?.validTo).toBe('2024-12-31');
  });

  it('is refused where the unit was never registered', () => {
    expect(() => started().end('elsewhere', '2025-01-01')).toThrow('never registered');
  });
});

describe('a code on a date', () => {
  it('is found by its unit of that date: given, taken away, given to the next one', () => {
    const log = started();
    log.take({ type: 'UnitRecoded.v1', data: { unitId: 'ward', from: '29242', to: '29245', validFrom: '2023-01-01' } });
    log.take({ type: 'UnitRecoded.v1', data: { unitId: 'ward', from: '29245', validFrom: '2024-01-01' } });
    const known = log.unit('next', 'district', '2023-06-01', '29242');
    const holder = (code: string, on: string, knownUpTo?: number) =>
      log.history.unitByCode(code, { on, knownUpTo })?.unitId ?? null;
    expect(holder('29242', '2022-12-31')).toBe('ward');
    expect(holder('29242', '2023-01-01')).toBeNull();
    expect(holder('29242', '2023-06-01')).toBe('next');
    expect(holder('29242', '2023-06-01', known - 1)).toBeNull();
    expect([holder('29245', '2022-12-31'), holder('29245', '2023-12-31')]).toEqual([null, 'ward']);
    expect(holder('29245', '2024-01-01')).toBeNull();
  });
});

describe('successors and predecessors', () => {
  it('are told with how much, from when and on what basis, as known at a position', () => {
    const log = started();
    log.take({
      type: 'UnitsReorganised.v1',
      data: {
        reorganisationId: 'r',
        resolutionNo: '1277/NQ-UBTVQH15',
        validFrom: '2025-01-01',
        mappings: [{ fromUnitId: 'ward', toUnitId: 'next', coverage: 'FULL' }],
      },
    });
    const before = log.unit('next', 'district', '2025-01-01', '29242');
    const successors = [{ unitId: 'next', coverage: 'FULL' as const }];
    const data = { unitId: 'ward', validFrom: '2025-01-01', reorganisationId: 'r', successors };
    log.take({ type: 'UnitDissolved.v1', data });
    const link = {
      coverage: 'FULL',
      validFrom: '2025-01-01',
      reorganisationId: 'r',
      legalBasis: '1277/NQ-UBTVQH15',
    };
    expect(log.history.successors('ward')).toEqual([{ unitId: 'next', ...link }]);
    expect(log.history.predecessors('next')).toEqual([{ unitId: 'ward', ...link }]);
    expect(log.history.successors('ward', before)).toEqual([]);
    expect(log.history.predecessors('next', before)).toEqual([]);
    expect(log.history.successors('next')).toEqual([]);
  });
});
