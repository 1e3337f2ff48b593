import { describe, expect, it } from '@jest/globals';
import { makeFateDealer, makeTemplateDealer } from './achievement-deals.js';
import { loadTemplateFile } from './campaign-file.js';
import { castOf } from './cast.js';
import { demoIds } from './demo-identity.js';
import { makeDice } from './dice.js';
import { type WorkOwner, workOwners } from './work-owners.js';

const { templates } = loadTemplateFile();
const owners = workOwners(demoIds('demo'), castOf({ districts: ['847'], hamlets: true, members: true }));
const at = (place: string): WorkOwner => {
  const owner = owners.find((one) => one.place === place);
  if (!owner) throw new Error(`nobody is at ${place}`);
  return owner;
};
const dealt = (place: string, times: number) => {
  const deal = makeTemplateDealer(templates, makeDice('demo', place));
  return Array.from({ length: times }, () => deal(at(place), new Set()));
};

describe('the dealing of templates', () => {
  it('gives a hamlet, a commune and a district what has a target for their level, and all of it', () => {
    for (const [place, level] of [
      ['29401-02', 'hamlet'],
      ['29401', 'commune'],
      ['847', 'district'],
    ] as const) {
      const fitting = templates.filter(({ target }) => target[level] !== undefined);
      expect(new Set(dealt(place, 2 * fitting.length))).toEqual(new Set(fitting));
    }
  });

  it('gives a member what its kind of organisation carries', () => {
    expect(dealt('84-YOUTH', 60).filter(({ leads }) => !leads.includes('YOUTH'))).toEqual([]);
    expect(dealt('84-LAWYERS', 60).filter(({ leads }) => leads.length < 3)).toEqual([]);
  });

  it('gives nobody what it had, as long as there is another', () => {
    const deal = makeTemplateDealer(templates, makeDice('demo', 'had'));
    const fitting = templates.filter(({ target }) => target.hamlet !== undefined);
    const had = new Set<string>();
    for (const _ of fitting) had.add(deal(at('29401-02'), had).id);
    expect(had.size).toBe(fitting.length);
    expect(had.has(deal(at('29401-02'), had).id)).toBe(true);
  });

  it('gives no road to the hamlet whose road is a story', () => {
    const roadsOf = (place: string) =>
      dealt(place, 100).filter(({ metric, secondary }) => [metric, ...secondary].includes('road_metre')).length;
    expect(roadsOf('29398-01')).toBe(0);
    expect(roadsOf('29398-02')).toBeGreaterThan(5);
  });
});

describe('the dealing of fates', () => {
  it('gives each its share among every two hundred', () => {
    const deal = makeFateDealer(makeDice('demo', 'fates'));
    const counts = () =>
      Object.fromEntries(
        [...Map.groupBy(Array.from({ length: 200 }, deal), (fate) => fate)].map(([fate, list]) => [fate, list.length]),
      );
    const first = counts();
    expect(first).toMatchObject({ APPROVED: 168 });
    expect(Object.keys(first)).toHaveLength(8);
    expect(counts()).toEqual(first);
  });
});
