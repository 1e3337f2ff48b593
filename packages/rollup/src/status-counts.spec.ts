import { describe, expect, it } from '@jest/globals';
import type { AchievementEvent } from '@thidua/events';
import type { UnitHistory } from '@thidua/hierarchy';
import { at, courseOf, dissolved, forestOf, historyOf, metres, unit, unitsOf } from '../test/standing.js';
import type { FigureNode, FiguresAsOf, Forest } from './forest.js';
import { countStatuses, type StatusCounts } from './status-counts.js';
import type { StatusHistory } from './status-counts-history.js';

/** Without what is zero. */
const some = (counts: StatusCounts) => Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));

const nodeOf = (forest: Forest, unitId: string): FigureNode => {
  const node = forest.node(unitId);
  if (!node) throw new Error(`no ${unitId}`);
  return node;
};

interface Asked extends Partial<FiguresAsOf> {
  readonly unitId?: string;
  readonly units?: UnitHistory;
  readonly today?: string;
}

const countsOf = (history: StatusHistory, { unitId = 'province', units, today, ...asOf }: Asked = {}) => {
  const forest = forestOf(units ?? unitsOf(), asOf);
  return some(countStatuses(history, forest, today ?? '2022-06-30').of(nodeOf(forest, unitId)));
};

describe('the state an achievement is counted in', () => {
  const road = courseOf('road', 'north-1');
  const line = metres('1', '2022-02-03');

  it('is the one it had at the position, also where it has gone further since', () => {
    const history = historyOf(
      at(5, road.registered(), '2022-02-01'),
      at(6, road.reported([line])),
      at(11, road.completed()),
      at(12, road.submitted()),
      at(20, road.approved()),
    );
    expect(countsOf(history, { knownUpTo: 4 })).toEqual({});
    expect(countsOf(history, { knownUpTo: 5 })).toEqual({ total: 1, registered: 1 });
    expect(countsOf(history, { knownUpTo: 10 })).toEqual({ total: 1, inProgress: 1 });
    expect(countsOf(history, { knownUpTo: 11 })).toEqual({ total: 1, completed: 1 });
    expect(countsOf(history, { knownUpTo: 19 })).toEqual({ total: 1, underReview: 1 });
    expect(countsOf(history, { knownUpTo: 20 })).toEqual({ total: 1, approved: 1 });
    expect(countsOf(history)).toEqual({ total: 1, approved: 1 });
  });

  it('shows work that was sent back, which no figure shows', () => {
    const history = historyOf(at(5, road.registered()), at(10, road.submitted()), at(15, road.returned()));
    expect(countsOf(history, { knownUpTo: 12 })).toEqual({ total: 1, underReview: 1 });
    expect(countsOf(history, { knownUpTo: 16 })).toEqual({ total: 1, returned: 1 });
  });

  const ways: readonly [string, string, readonly AchievementEvent[]][] = [
    ['in progress from its first progress on', 'inProgress', [road.progressed()]],
    ['in progress from its first quantity on', 'inProgress', [road.reported([line])]],
    ['completed without any line', 'completed', [road.completed()]],
    ['completed, whatever is reported afterwards', 'completed', [road.completed(), road.reported([line])]],
    ['sent back, also while it is edited', 'returned', [road.submitted(), road.returned(), road.reported([line])]],
    ['sent back, also once it is completed anew', 'returned', [road.submitted(), road.returned(), road.completed()]],
    ['under review again', 'underReview', [road.submitted(), road.returned(), road.submitted()]],
    ['rejected', 'rejected', [road.submitted(), road.rejected()]],
    ['withdrawn', 'withdrawn', [road.submitted(), road.withdrawn()]],
    ['revoked', 'revoked', [road.submitted(), road.approved(), road.revoked()]],
    ['approved while an amendment waits', 'approved', [road.submitted(), road.approved(), road.amending([], [line])]],
    ['approved once it is refused', 'approved', [road.approved(), road.amending([], [line]), road.refused([], [line])]],
    ['approved once it is corrected', 'approved', [road.approved(), road.amending([], []), road.corrected([], [])]],
  ];
  it.each(ways)('%s', (_, status, events) => {
    const history = historyOf(at(1, road.registered()), ...events.map((event, n) => at(n + 2, event)));
    expect(countsOf(history)).toEqual({ total: 1, [status]: 1 });
  });

  it('does not fall back to registered where its lines are taken away', () => {
    const history = historyOf(at(1, road.registered()), at(2, road.reported([line])), at(3, road.reported([], ['1'])));
    expect(countsOf(history)).toEqual({ total: 1, inProgress: 1 });
  });
});

describe('the first day of an achievement', () => {
  const road = courseOf('road', 'north-1');
  const isCounted = (history: StatusHistory, from: string, to: string, knownUpTo?: number) =>
    countsOf(history, { from, to, knownUpTo }).total === 1;

  it('is its registration until it has a line, then its earliest line as known', () => {
    const history = historyOf(
      at(1, road.registered(), '2022-03-05'),
      at(2, road.reported([metres('a', '2022-02-20'), metres('b', '2022-02-10')])),
      at(3, road.reported([metres('b', '2022-02-25')])),
      at(4, road.reported([], ['a', 'b'])),
    );
    expect(isCounted(history, '2022-03-05', '2022-03-05', 1)).toBe(true);
    expect(isCounted(history, '2022-02-10', '2022-02-10', 2)).toBe(true);
    expect(isCounted(history, '2022-02-20', '2022-02-20', 3)).toBe(true);
    expect(isCounted(history, '2022-03-05', '2022-03-05', 4)).toBe(true);
    expect(isCounted(history, '2022-03-06', '2022-06-30')).toBe(false);
    expect(isCounted(history, '2022-01-01', '2022-03-04')).toBe(false);
  });

  it('moves by a correction once it is decided, not while it waits, and not by one that is refused', () => {
    const [before, after] = [[metres('a', '2022-04-10')], [metres('b', '2022-04-20')]];
    const approved = [at(1, road.registered()), at(2, road.reported(before)), at(3, road.approved())];
    const waiting = [...approved, at(4, road.amending(before, after))];
    const corrected = historyOf(...waiting, at(5, road.corrected(before, after)));
    expect(isCounted(corrected, '2022-04-10', '2022-04-10', 4)).toBe(true);
    expect(isCounted(corrected, '2022-04-20', '2022-04-20', 5)).toBe(true);
    expect(isCounted(corrected, '2022-01-01', '2022-04-19', 5)).toBe(false);
    const refused = historyOf(...waiting, at(5, road.refused(before, after)));
    expect(isCounted(refused, '2022-04-10', '2022-04-10')).toBe(true);
  });
});

describe('slipping', () => {
  const planned = courseOf('road', 'north-1', '2022-04-30');
  const registered = at(1, planned.registered());

  it('begins the day after the planned end', () => {
    expect(countsOf(historyOf(registered), { today: '2022-04-30' })).toEqual({ total: 1, registered: 1 });
    expect(countsOf(historyOf(registered), { today: '2022-05-01' })).toEqual({ total: 1, registered: 1, slipping: 1 });
    const begun = historyOf(registered, at(2, planned.progressed()));
    expect(countsOf(begun, { today: '2022-05-01' })).toEqual({ total: 1, inProgress: 1, slipping: 1 });
  });

  it('ends with its completion and with whatever comes after it', () => {
    const completed = historyOf(registered, at(7, planned.completed()));
    expect(countsOf(completed)).toEqual({ total: 1, completed: 1 });
    expect(countsOf(completed, { knownUpTo: 6 })).toEqual({ total: 1, registered: 1, slipping: 1 });
    for (const end of [planned.submitted(), planned.withdrawn(), planned.rejected(), planned.revoked()]) {
      expect(countsOf(historyOf(registered, at(2, end))).slipping).toBeUndefined();
    }
  });

  it('is nothing without a planned end', () => {
    expect(countsOf(historyOf(at(1, courseOf('road', 'north-1').registered())))).toEqual({ total: 1, registered: 1 });
  });
});

describe('counts over trees', () => {
  const workOn = (unitId: string, day: string, n: number) => {
    const work = courseOf(`work of ${unitId} on ${day}`, unitId);
    return [at(2 * n + 1, work.registered(), day), at(2 * n + 2, work.reported([metres('1', day)]))];
  };
  const history = historyOf(
    ...workOn('north', '2022-01-20', 0),
    ...workOn('north-1', '2022-02-01', 1),
    ...workOn('north-1', '2022-05-01', 2),
    ...workOn('north-2', '2022-02-01', 3),
    ...workOn('south-1', '2022-02-01', 4),
  );

  it('hold what a unit did itself and all of the units below', () => {
    expect(countsOf(history)).toEqual({ total: 5, inProgress: 5 });
    expect(countsOf(history, { unitId: 'north' })).toEqual({ total: 4, inProgress: 4 });
    expect(countsOf(history, { unitId: 'north-1' })).toEqual({ total: 2, inProgress: 2 });
    expect(countsOf(history, { unitId: 'south-2' })).toEqual({});
  });

  it('follow a merger: as it was each unit has its own, under the new tree the new unit has all', () => {
    const units = unitsOf(
      unit('north-3', 'commune', 'north', '2022-04-01'),
      dissolved('north-1', '2022-04-01', 'FULL', 'north-3'),
      dissolved('north-2', '2022-04-01', 'FULL', 'north-3'),
    );
    expect(countsOf(history, { units, unitId: 'north-1' })).toEqual({ total: 1, inProgress: 1 });
    expect(countsOf(history, { units, unitId: 'north-3' })).toEqual({ total: 1, inProgress: 1 });
    expect(countsOf(history, { units, unitId: 'north-3', treeOn: '2022-06-30' })).toEqual({ total: 3, inProgress: 3 });
    expect(countsOf(history, { units, unitId: 'north', treeOn: '2022-06-30' })).toEqual({ total: 4, inProgress: 4 });
    expect(countsOf(history, { units, treeOn: '2022-01-01' })).toEqual({ total: 5, inProgress: 5 });
  });

  it('keep what a split leaves without a home in the unit above all parts, and in none of them', () => {
    const units = unitsOf(
      unit('north-4', 'commune', 'north', '2022-04-01'),
      unit('south-4', 'commune', 'south', '2022-04-01'),
      dissolved('north-1', '2022-04-01', 'PARTIAL', 'north-4', 'south-4'),
    );
    const asked = { units, treeOn: '2022-06-30' };
    expect(countsOf(history, { ...asked, unitId: 'north' })).toEqual({ total: 2, inProgress: 2 });
    expect(countsOf(history, { ...asked, unitId: 'south' })).toEqual({ total: 1, inProgress: 1 });
    expect(countsOf(history, { ...asked, unitId: 'north-4' })).toEqual({});
    expect(countsOf(history, { ...asked, unitId: 'province' })).toEqual({ total: 5, inProgress: 5 });
  });

  it('tell apart what stands in no tree', () => {
    const units = unitsOf(unit('other', 'province', null));
    const forest = forestOf(units);
    const counts = countStatuses(historyOf(...workOn('nobody', '2022-02-01', 0)), forest, '2022-06-30');
    expect(some(counts.unplaced())).toEqual({ total: 1, inProgress: 1 });
    expect(some(counts.of(nodeOf(forest, 'province')))).toEqual({});
  });
});

describe('a history of states', () => {
  const road = courseOf('road', 'north-1');

  it('refuses what no log can hold', () => {
    const registered = at(3, road.registered());
    expect(() => historyOf(registered, registered)).toThrow('registered twice');
    expect(() => historyOf(at(3, road.completed()))).toThrow('never registered');
    expect(() => historyOf(registered, at(2, road.completed()))).toThrow('comes after 3');
    const foreign = { ...registered, data: { ...registered.data, campaignId: 'other' } } as typeof registered;
    expect(() => historyOf(foreign)).toThrow('does not belong');
  });
});
