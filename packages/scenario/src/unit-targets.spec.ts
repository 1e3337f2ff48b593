import { describe, expect, it } from '@jest/globals';
import { loadTemplateFile } from './campaign-file.js';
import { loadTraVinhUnits } from './tra-vinh-units.js';
import { unitTargetsOf } from './unit-targets.js';

describe('the targets of a unit', () => {
  const { templates } = loadTemplateFile();
  const units = loadTraVinhUnits().filter(({ level }) => level !== 'province');
  const drawn = units.map((unit) => ({ unit, targets: unitTargetsOf('demo', unit, '2022-03-17') }));

  it('are of the size of work that a template of the area and the metric has for its level', () => {
    for (const { unit, targets } of drawn) {
      for (const { area, metric, value } of targets) {
        const fits = templates
          .filter((one) => one.area === area && one.metric === metric)
          .map(({ target }) => target[unit.level])
          .some((range) => range && Number(value) >= range[0] / 4 && Number(value) <= range[1] * 3);
        expect({ unit: unit.code, area, metric, value, fits }).toMatchObject({ fits: true });
      }
    }
  });

  it('are for things that people count: roads, houses, gifts, trees, money, meetings', () => {
    const metrics = new Set(drawn.flatMap(({ targets }) => targets.map(({ metric }) => metric)));
    expect([...metrics].toSorted()).toEqual(['gift', 'house', 'road_metre', 'session', 'tree', 'vnd']);
  });

  it('hold from the day they are set', () => {
    expect(new Set(drawn.flatMap(({ targets }) => targets.map(({ effectiveOn }) => effectiveOn)))).toEqual(
      new Set(['2022-03-17']),
    );
  });
});
