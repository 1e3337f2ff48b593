import { describe, expect, it } from '@jest/globals';
import { evolveOne, isRefusal, specification } from '@thidua/event-sourcing';
import { systemActor } from '@thidua/events';
import fc from 'fast-check';
import { invited, sentTarget, setTargets, targetRevised, targetSet } from '../../test/participations.js';
import { participationDecider } from './participation.decider.js';
import { type Participation, valueOn } from './participation.state.js';

const { given } = specification(participationDecider);
const score = { targetId: 'score', metric: 'score' };
const lowered = (before: string, value: string, index = 0, metric = 'road_m') => ({
  refused: 'TARGET_LOWERED' as const,
  field: ['targets', String(index), 'value'],
  detail: { metric, before, value },
});

describe('setting targets', () => {
  it('sets a new one, each scope of an area and metric on its own', () => {
    const subtree = { targetId: 'metres-subtree', scope: 'SUBTREE' } as const;
    given([invited])
      .when(setTargets([sentTarget('100'), sentTarget('5', subtree)]))
      .then([targetSet(), targetSet({ ...subtree, value: 5 })]);
  });

  it('stores whole numbers of the decimals that its metric carries', () => {
    given([invited])
      .when(setTargets([sentTarget('85.5', score)]))
      .then([targetSet({ ...score, value: 855 })]);
    given([invited])
      .when(setTargets([sentTarget('85.55', score), sentTarget('1.5'), sentTarget('-1', { targetId: 'x' })]))
      .thenFaults([
        {
          refused: 'QUANTITY_TOO_PRECISE',
          field: ['targets', '0', 'value'],
          detail: { value: '85.55', metric: 'score', decimals: 1 },
        },
        {
          refused: 'QUANTITY_TOO_PRECISE',
          field: ['targets', '1', 'value'],
          detail: { value: '1.5', metric: 'road_m', decimals: 0 },
        },
        { refused: 'QUANTITY_NEGATIVE', field: ['targets', '2', 'value'], detail: { value: '-1' } },
      ]);
  });

  it('revises one that stands, and says nothing where that very value holds from that very day', () => {
    given([invited, targetSet()])
      .when(setTargets([sentTarget('100')]))
      .thenNothing();
    given([invited, targetSet()])
      .when(setTargets([sentTarget('150', { effectiveOn: '2022-05-01' })]))
      .then([targetRevised({ value: 150, effectiveOn: '2022-05-01' })]);
    given([invited, targetSet()])
      .when(setTargets([sentTarget('100', { effectiveOn: '2022-05-01' })]))
      .then([targetRevised({ effectiveOn: '2022-05-01' })]);
  });

  it('judges each after those before it: the first sets, the next revises', () => {
    given([invited])
      .when(setTargets([sentTarget('100'), sentTarget('150', { effectiveOn: '2022-05-01' })]))
      .then([targetSet(), targetRevised({ value: 150, effectiveOn: '2022-05-01' })]);
    given([invited])
      .when(setTargets([sentTarget('100'), sentTarget('50', { effectiveOn: '2022-05-01' })]))
      .thenFaults([lowered('100', '50', 1)]);
  });

  it('is refused for an unknown area, an unknown metric, a day outside the period and one target twice', () => {
    given([invited])
      .when(
        setTargets([
          sentTarget('1', { areaCode: '2.7', metric: 'trees', effectiveOn: '2022-07-01' }),
          sentTarget('1'),
          sentTarget('1'),
        ]),
      )
      .thenFaults([
        { refused: 'DUPLICATE', field: ['targets', '2'], detail: { code: '2.1 road_m' } },
        { refused: 'UNKNOWN_AREA', field: ['targets', '0', 'area'], detail: { area: '2.7', allowed: ['2.1'] } },
        {
          refused: 'DAY_OUTSIDE_PERIOD',
          field: ['targets', '0', 'effectiveOn'],
          detail: { day: '2022-07-01', from: '2022-01-01', to: '2022-06-30' },
        },
        {
          refused: 'UNKNOWN_METRIC',
          field: ['targets', '0', 'metric'],
          detail: { metric: 'trees', allowed: ['road_m', 'score'] },
        },
      ]);
  });

  it('takes the first and the last day of the period', () => {
    const [first, last] = [{ effectiveOn: '2022-01-01' }, { effectiveOn: '2022-06-30' }];
    given([invited])
      .when(setTargets([sentTarget('1', first), sentTarget('2', last)]))
      .then([targetSet({ value: 1, ...first }), targetRevised({ value: 2, ...last })]);
  });

  it('takes 200 and reads no list that is longer', () => {
    const targets = (count: number) =>
      Array.from({ length: count }, (_, n) => sentTarget('1', { targetId: `${n}`, metric: n < 200 ? 'road_m' : '' }));
    const events = targets(200).map(({ targetId }) => targetSet({ targetId, value: 1 }));
    given([invited])
      .when(setTargets(targets(200)))
      .then(events);
    given([invited])
      .when(setTargets(targets(201)))
      .thenFaults([{ refused: 'TOO_MANY', field: ['targets'], detail: { max: 200, count: 201 } }]);
  });
});

describe('a target', () => {
  const history = [invited, targetSet(), targetRevised({ value: 150, effectiveOn: '2022-05-01' })];

  it('is raised freely', () => {
    given(history)
      .when(setTargets([sentTarget('101')]))
      .then([targetRevised({ value: 101 })]);
  });

  it("is lowered by the receiver's head alone, held against what is in force on that day", () => {
    for (const [value, effectiveOn, before] of [
      ['99', '2022-03-01', '100'],
      ['99', '2022-04-30', '100'],
      ['149', '2022-05-01', '150'],
      ['100', '2022-06-30', '150'],
    ] as const) {
      given(history)
        .when(setTargets([sentTarget(value, { effectiveOn })]))
        .thenFaults([lowered(before, value)]);
      given(history)
        .when(setTargets([sentTarget(value, { effectiveOn })], { byReceiver: true }))
        .then([targetRevised({ value: Number(value), effectiveOn })]);
    }
  });

  it('holds nothing back before its first day', () => {
    given(history)
      .when(setTargets([sentTarget('1', { effectiveOn: '2022-02-28' })]))
      .then([targetRevised({ value: 1, effectiveOn: '2022-02-28' })]);
  });

  it('is named as people write it where it would be lowered', () => {
    given([invited, targetSet({ ...score, value: 5 })])
      .when(setTargets([sentTarget('0.4', score)]))
      .thenFaults([lowered('0.5', '0.4', 0, 'score')]);
  });

  it('is worth on a day what was stated last for the latest day up to it', () => {
    const values = [
      { value: 1, effectiveOn: '2022-03-01' },
      { value: 3, effectiveOn: '2022-05-01' },
      { value: 2, effectiveOn: '2022-03-01' },
    ];
    const days = ['2022-02-28', '2022-03-01', '2022-04-30', '2022-05-01', '2022-06-30'];
    expect(days.map((day) => valueOn(values, day))).toEqual([null, 2, 2, 3, 3]);
  });

  it('never falls on any day, whatever its own organisation sends', () => {
    const day = fc.constantFrom('2022-01-01', '2022-02-01', '2022-03-01', '2022-04-01');
    const sent = fc.record({ value: fc.nat({ max: 5 }), effectiveOn: day });
    const form = fc.array(sent, { maxLength: 3 });
    fc.assert(
      fc.property(fc.array(form, { maxLength: 6 }), (forms) => {
        let state: Participation = evolveOne(
          participationDecider.evolve,
          participationDecider.initial(),
          invited,
          systemActor,
        );
        for (const targets of forms) {
          const command = setTargets(
            targets.map(({ value, effectiveOn }) => sentTarget(String(value), { effectiveOn })),
          );
          const events = participationDecider.decide(command, state);
          if (isRefusal(events)) continue;
          for (const event of events) {
            if (event.type !== 'TargetSet.v1' && event.type !== 'TargetRevised.v1') throw new Error(event.type);
            const { effectiveOn, value } = event.data;
            const held = valueOn(state.targets.get('metres') ?? [], effectiveOn);
            expect(value).toBeGreaterThanOrEqual(held ?? 0);
            state = evolveOne(participationDecider.evolve, state, event, systemActor);
          }
        }
      }),
    );
  });
});
