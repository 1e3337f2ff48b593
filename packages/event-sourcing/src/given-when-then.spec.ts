import { describe, expect, it } from '@jest/globals';
import { added, basketDecider, removed } from '../test/baskets.js';
import type { Decider, Refusal } from './decider.js';
import { refusedFor } from './decider.js';
import { specification } from './given-when-then.js';

const { given } = specification(basketDecider);
const full = ['1', '2', '3', '4', '5'].map(added);

describe('given, when, then', () => {
  it('passes where exactly these events follow from what happened before', () => {
    given([])
      .when({ add: ['a', 'b'] })
      .then([added('a'), added('b')]);
    given([added('a'), added('b'), removed('a')])
      .when({ add: ['a', 'b'] })
      .then([added('a')]);
  });

  it.each([
    ['one event more', [added('a'), added('b'), added('c')]],
    ['one event less', [added('a')]],
    ['another order', [added('b'), added('a')]],
    ['other data', [added('a'), added('x')]],
    ['nothing', []],
  ])('fails where it expects %s', (_, events) => {
    expect(() =>
      given([])
        .when({ add: ['a', 'b'] })
        .then(events),
    ).toThrow('expected');
  });

  it('tells nothing to do from events and from a refusal', () => {
    given([added('a')])
      .when({ add: ['a'] })
      .thenNothing();
    expect(() =>
      given([])
        .when({ add: ['a'] })
        .thenNothing(),
    ).toThrow('ItemAdded.v1');
    expect(() =>
      given(full)
        .when({ add: ['6'] })
        .thenNothing(),
    ).toThrow('FULL');
    expect(() =>
      given(full)
        .when({ add: ['6'] })
        .then([added('6')]),
    ).toThrow('FULL');
  });

  it('tells a refusal by its code, and by its field and detail where they are given', () => {
    const limit: Decider<number, string, never, Refusal<'TOO_MANY' | 'EMPTY'>> = {
      category: 'limit',
      initial: () => 0,
      evolve: {},
      decide: () => ({ refused: 'TOO_MANY', field: ['lines'], detail: { max: 5 } }),
    };
    const answer = specification(limit).given([]).when('x');
    answer.thenRefused('TOO_MANY');
    answer.thenRefused('TOO_MANY', { field: ['lines'], detail: { max: 5 } });
    expect(() => answer.thenRefused('EMPTY')).toThrow('EMPTY');
    expect(() => answer.thenRefused('TOO_MANY', { field: ['line'] })).toThrow('line');
    expect(() => answer.thenRefused('TOO_MANY', { detail: { max: 6 } })).toThrow('6');
    expect(() =>
      given([])
        .when({ add: ['a'] })
        .thenRefused('FULL'),
    ).toThrow('expected the refusal FULL');
  });

  it('starts each command from what was given, whatever another command did', () => {
    const before = given([added('a')]);
    for (const _ of [1, 2]) before.when({ remove: 'a' }).then([removed('a')]);
  });

  it('says who did what happened before', () => {
    const own: Decider<string[], string, { type: 'Done.v1'; data: null }, Refusal<'OWN_WORK'>> = {
      category: 'own',
      initial: () => [],
      evolve: { 'Done.v1': (who, _, { userId }) => [...who, userId] },
      decide: (userId, who) => (who.includes(userId) ? { refused: 'OWN_WORK' } : []),
    };
    const history = [{ type: 'Done.v1', data: null }] as const;
    specification(own).given(history, 'an').when('an').thenRefused('OWN_WORK');
    specification(own).given(history, 'an').when('binh').thenNothing();
  });

  it('fails on an event that the aggregate does not know', () => {
    const foreign = { type: 'Unheard.v1', data: 'x' } as never;
    expect(() => given([foreign]).when({ add: ['a'] })).toThrow('no evolve for Unheard.v1');
  });
});

describe('several faults', () => {
  it('are one refusal that carries the others, one is itself, none is no refusal', () => {
    const one = { refused: 'ONE' };
    const others = [{ refused: 'TWO' }, { refused: 'THREE' }];
    expect(refusedFor([one, ...others])).toEqual({ refused: 'ONE', also: others });
    expect(refusedFor([one])).toEqual({ refused: 'ONE' });
    expect(refusedFor([])).toBeNull();
  });
});
