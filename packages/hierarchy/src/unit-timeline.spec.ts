import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type UnitAttributes, type UnitChange, UnitTimeline } from './unit-timeline.js';

const attributes: UnitAttributes = {
  nameVi: 'Xã Hồng Tiến',
  nameEn: null,
  level: 'commune',
  type: 'commune',
  code: '05869',
  parentUnitId: 'pho-yen',
  generated: false,
};

const timeline = (...changes: readonly UnitChange[]): UnitTimeline => {
  const unit = new UnitTimeline('hong-tien', '2022-01-01', 10, attributes);
  for (const change of changes) unit.record(change);
  return unit;
};

const latest = Number.MAX_SAFE_INTEGER;

describe('the timeline of a unit', () => {
  it('changes one attribute from a day on and leaves the others', () => {
    const unit = timeline({ validFrom: '2022-04-10', position: 20, set: { type: 'ward', nameVi: 'Phường Hồng Tiến' } });
    expect(unit.asOf('2022-04-09', latest)).toMatchObject({ type: 'commune', nameVi: 'Xã Hồng Tiến' });
    expect(unit.asOf('2022-04-10', latest)).toMatchObject({ type: 'ward', nameVi: 'Phường Hồng Tiến', code: '05869' });
  });

  it('does not know at a position what is recorded behind it', () => {
    const unit = timeline({ validFrom: '2022-04-10', position: 20, set: { type: 'ward' } });
    expect(unit.asOf('2022-05-01', 19)?.type).toBe('commune');
    expect(unit.asOf('2022-05-01', 9)).toBeNull();
  });

  it('lets a later day win over a later position, and on one day the later position', () => {
    const unit = timeline(
      { validFrom: '2022-06-01', position: 20, set: { nameVi: 'June' } },
      { validFrom: '2022-03-01', position: 30, set: { nameVi: 'March' } },
      { validFrom: '2022-06-01', position: 40, set: { nameVi: 'June again' } },
    );
    expect(unit.attributes('2022-05-31', latest)?.nameVi).toBe('March');
    expect(unit.attributes('2022-06-01', 39)?.nameVi).toBe('June');
    expect(unit.attributes('2022-06-01', 40)?.nameVi).toBe('June again');
  });

  it('lets its foundation overrule what was set for a day before it', () => {
    const unit = timeline({ validFrom: '2021-12-31', position: 20, set: { nameVi: 'Too early' } });
    expect(unit.asOf('2022-01-01', latest)).toMatchObject({ nameVi: 'Xã Hồng Tiến', revision: 2 });
    expect(unit.asOf('2021-12-31', latest)).toBeNull();
  });

  it('exists to its last day inclusive', () => {
    const unit = timeline({ validFrom: '2025-01-01', position: 20, set: {}, ends: true });
    expect(unit.asOf('2024-12-31', latest)?.validTo).toBe('2024-12-31');
    expect(unit.asOf('2025-01-01', latest)).toBeNull();
    expect(unit.asOf('2025-01-01', 19)?.validTo).toBeNull();
  });

  it('counts the events known that name it as its revision', () => {
    const unit = timeline({ validFrom: '2030-01-01', position: 20, set: { nameVi: 'Later' } });
    expect(unit.asOf('2022-01-01', 19)?.revision).toBe(1);
    expect(unit.asOf('2022-01-01', 20)?.revision).toBe(2);
  });

  it('tells the values of an attribute over its life as spans that meet', () => {
    const unit = timeline(
      { validFrom: '2022-06-01', position: 20, set: { parentUnitId: 'june' } },
      { validFrom: '2022-03-01', position: 30, set: { parentUnitId: 'march' } },
      { validFrom: '2022-06-01', position: 40, set: { parentUnitId: 'june again' } },
      { validFrom: '2022-09-01', position: 50, set: {}, ends: true },
    );
    expect(unit.spans('parentUnitId', latest)).toEqual([
      { from: '2022-01-01', until: '2022-03-01', value: 'pho-yen' },
      { from: '2022-03-01', until: '2022-06-01', value: 'march' },
      { from: '2022-06-01', until: '2022-09-01', value: 'june again' },
    ]);
    expect(unit.spans('parentUnitId', 20).map(({ value }) => value)).toEqual(['pho-yen', 'june']);
    expect(unit.spans('code', latest)).toEqual([{ from: '2022-01-01', until: '2022-09-01', value: '05869' }]);
    expect(unit.spans('code', 9)).toEqual([]);
    expect(unit.life(latest)).toEqual({
      begins: '2022-01-01',
      ends: '2022-09-01',
      firstParent: 'pho-yen',
      lastParent: 'june again',
    });
  });

  it('agrees for any history with a search for the latest (validFrom, position)', () => {
    const day = fc.nat({ max: 20 }).map((n) => `2022-01-${String(n + 1).padStart(2, '0')}`);
    const history = fc.array(fc.record({ validFrom: day, nameVi: fc.string() }), { maxLength: 12 });
    fc.assert(
      fc.property(history, day, fc.nat({ max: 25 }), (renames, on, knownUpTo) => {
        const changes = renames.map(({ validFrom, nameVi }, n) => ({ validFrom, position: 11 + n, set: { nameVi } }));
        const founded = { validFrom: '2022-01-01', position: 10, set: attributes };
        const inForce = [founded, ...changes]
          .filter((change) => change.position <= knownUpTo && change.validFrom <= on)
          .reduce((a, b) => (a && a.validFrom > b.validFrom ? a : b), undefined as UnitChange | undefined);
        expect(timeline(...changes).attributes(on, knownUpTo)?.nameVi).toBe(inForce?.set.nameVi);
      }),
    );
  });
});
