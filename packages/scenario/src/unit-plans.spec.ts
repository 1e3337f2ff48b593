import { describe, expect, it } from '@jest/globals';
import { loadTraVinhUnits } from './tra-vinh-units.js';
import { unitPlanOf } from './unit-plans.js';

describe('the plan of a unit', () => {
  const units = loadTraVinhUnits();
  const plans = units.filter(({ level }) => level !== 'province').map((unit) => unitPlanOf('demo', unit));

  it('ends a round with its last day', () => {
    const ends = new Set(plans.map(({ lastDay, dueBefore }) => `${lastDay} ${dueBefore}`));
    expect([...ends].toSorted()).toEqual([
      '2022-06-07 2022-06-08T00:00:00+07:00',
      '2022-06-08 2022-06-09T00:00:00+07:00',
      '2022-06-10 2022-06-11T00:00:00+07:00',
      '2022-06-13 2022-06-14T00:00:00+07:00',
    ]);
  });

  it('is the same whoever asks, and another with another seed', () => {
    const of = (seed: string) => units.slice(1).map((unit) => unitPlanOf(seed, unit));
    expect(of('demo')).toEqual(plans);
    expect(of('other')).not.toEqual(plans);
  });

  it('is made by districts and communes only', () => {
    const [province] = units;
    if (!province) throw new Error('no province');
    expect(() => unitPlanOf('demo', province)).toThrow('84 makes no plan of its own');
  });
});
