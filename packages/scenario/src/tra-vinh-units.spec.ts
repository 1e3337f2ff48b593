import { describe, expect, it } from '@jest/globals';
import { committeeNameOf } from '@thidua/authority';
import { orgTypes } from './org-types.js';
import { loadTraVinhUnits, type UnitRow, unitsCsv } from './tra-vinh-units.js';

const units = loadTraVinhUnits();
const unit = (code: string): UnitRow => {
  const found = units.find((row) => row.code === code);
  if (!found) throw new Error(`no unit ${code}`);
  return found;
};

describe('Tra Vinh of 2022', () => {
  it('has 1 province, 9 districts and 106 communes, each after the unit above it', () => {
    const count = (level: string) => units.filter((row) => row.level === level).length;
    expect([count('province'), count('district'), count('commune'), units.length]).toEqual([1, 9, 106, 116]);
    const seen = new Set(['']);
    for (const row of units) {
      expect(seen.has(row.parentCode)).toBe(true);
      seen.add(row.code);
    }
  });

  it('has as many communes in each district as the register says', () => {
    const districts = units.filter((row) => row.level === 'district');
    expect(districts.map((district) => units.filter((row) => row.parentCode === district.code).length)).toEqual([
      10, 14, 11, 11, 14, 15, 17, 7, 7,
    ]);
  });

  it('has 85 communes proper, 11 wards and 10 townships', () => {
    const count = (type: string) => units.filter((row) => row.type === type && row.level === 'commune').length;
    expect([count('commune'), count('ward'), count('commune_level_town')]).toEqual([85, 11, 10]);
  });
});

describe('the name of a committee', () => {
  it.each([
    ['84', 'Ủy ban MTTQ Việt Nam tỉnh Trà Vinh'],
    ['842', 'Ủy ban MTTQ Việt Nam thành phố Trà Vinh'],
    ['844', 'Ủy ban MTTQ Việt Nam huyện Càng Long'],
    ['851', 'Ủy ban MTTQ Việt Nam thị xã Duyên Hải'],
    ['29242', 'Ủy ban MTTQ Việt Nam phường 3'],
    ['29266', 'Ủy ban MTTQ Việt Nam thị trấn Càng Long'],
    ['29269', 'Ủy ban MTTQ Việt Nam xã Mỹ Cẩm'],
  ])('of %s is %s', (code, name) => {
    expect(committeeNameOf(unit(code).nameVi)).toBe(name);
  });

  it('has the type of every unit in lower case', () => {
    const names = units.map(({ nameVi }) => committeeNameOf(nameVi));
    expect(names.filter((name) => !/^Ủy ban MTTQ Việt Nam \p{Ll}/u.test(name))).toEqual([]);
  });
});

describe('the table of units', () => {
  it('refuses a value that would need quotes', () => {
    expect(() => unitsCsv([{ ...unit('84'), nameEn: 'Tra Vinh, Province' }])).toThrow('needs quotes');
  });
});

describe('kinds of organisation', () => {
  it('are 22, 17 of them member organisations with a provincial level', () => {
    const members = orgTypes.filter((type) => !['front', 'front_body'].includes(type.group));
    expect([orgTypes.length, members.filter((type) => type.levels.includes('province')).length]).toEqual([22, 17]);
  });
});
