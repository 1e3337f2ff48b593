import { describe, expect, it } from '@jest/globals';
import { UnitHistory } from '@thidua/hierarchy';
import {
  countStatuses,
  type DatedAchievementEvent,
  Forest,
  type StatusCounts,
  StatusHistory,
  statusEventTypes,
  statusStepOf,
} from '@thidua/rollup';
import fc from 'fast-check';
import { plusDays } from '../../test/oracle/days.js';
import { historyOf } from '../../test/oracle/history.js';
import { questionsOf } from '../../test/oracle/questions.js';
import { historySeed } from '../../test/oracle/seeds.js';
import { campaign } from '../../test/oracle/story.js';
import { periodStart } from '../../test/oracle/tree-changes.js';
import { treeOn, unitsKnownAt } from '../../test/oracle/units.js';
import { countsOf, type Dated, datedLog, type Recounted, recount } from '../../test/recount.js';

const seed = 20_220_218;
const histories = 150;
/** A state that hardly ever occurs is not tested. */
const seenMin = 10;

interface Asked {
  readonly from: string;
  readonly to: string;
  readonly knownUpTo: number;
  readonly treeOn: string | null;
}

/** The system as it stands when it has read a log. */
const systemOf = (log: readonly Dated[]) => {
  const units = new UnitHistory();
  const statuses = new StatusHistory(campaign.campaignId);
  const taken: ReadonlySet<string> = new Set(statusEventTypes);
  for (const event of log) {
    units.apply(event);
    const step = taken.has(event.type) ? statusStepOf(event as DatedAchievementEvent) : null;
    if (step) statuses.append(step);
  }
  return { units, statuses };
};

/** Where what a unit did on a day stands, with all units above, nearest first; by the oracle. */
const linesAbove = (log: readonly Dated[], asked: Asked) => {
  const units = unitsKnownAt(log, asked.knownUpTo);
  const trees = new Map<string, ReturnType<typeof treeOn>>();
  return ({ unitId, firstDay }: Recounted): readonly string[] => {
    const on = asked.treeOn ?? firstDay;
    const tree = trees.get(on) ?? treeOn(units, on);
    trees.set(on, tree);
    return tree.lineOf(tree.placeOf(unitId).at);
  };
};

/** Positions at which a question may stand: every one of work, and of the tree the ends of its appends. */
const positionsOf = (log: readonly Dated[], ends: readonly number[]): readonly number[] => {
  const ofWork = log.filter(({ type }) => type.startsWith('Achievement') || type === 'ProgressRecorded.v1');
  return [0, ...ofWork.map(({ position }) => position), ...ends.map((end) => 2 * end)];
};

const addUp = (counts: readonly StatusCounts[]): StatusCounts => {
  const sum = { ...countsOf([]) } as Record<keyof StatusCounts, number>;
  for (const one of counts) for (const name of Object.keys(sum) as (keyof StatusCounts)[]) sum[name] += one[name];
  return sum;
};

/** Cheaper than an expectation, of which there would be a hundred thousand. */
const same = (what: string, answered: StatusCounts, right: StatusCounts): void => {
  for (const name of Object.keys(right) as (keyof StatusCounts)[]) {
    if (answered[name] === right[name]) continue;
    throw new Error(`${name} of ${what}: the system says ${answered[name]}, right is ${right[name]}`);
  }
};

describe('the counts of any history, at any window and position, in any tree', () => {
  it('are those of a recount one by one, and none is lost or counted twice', () => {
    const seen = { ...countsOf([]) } as Record<keyof StatusCounts, number>;
    fc.assert(
      fc.property(historySeed, fc.nat(), fc.nat({ max: 25 }), (one, picked, day) => {
        const history = historyOf(one, campaign);
        const log = datedLog(history);
        const { units, statuses } = systemOf(log);
        const positions = positionsOf(log, history.ends);
        const questions = questionsOf(history, one.questions).filter(({ credit }) => credit === 'LEAD');
        for (const [n, question] of questions.entries()) {
          const knownUpTo = positions[(picked + 7 * n) % positions.length] as number;
          const asked: Asked = { ...question, knownUpTo };
          const today = plusDays(periodStart, day);
          const forest = new Forest(units, asked);
          const counts = countStatuses(statuses, forest, today);

          const right = recount(log, knownUpTo, today).filter(
            ({ firstDay }) => asked.from <= firstDay && firstDay <= asked.to,
          );
          const lineOf = linesAbove(log, asked);
          const rightOf = (unitId: string) => countsOf(right.filter((work) => lineOf(work).includes(unitId)));
          for (const event of log) {
            if (event.type !== 'UnitRegistered.v1') continue;
            const node = forest.node(event.data.unitId);
            if (node === null) continue;
            same(node.unitId, counts.of(node), rightOf(node.unitId));
            const children = forest.children(node).map((child) => counts.of(child));
            const here = countsOf(right.filter((work) => lineOf(work)[0] === node.unitId));
            same(`the parts of ${node.unitId}`, addUp([here, ...children]), counts.of(node));
          }
          const all = countsOf(right);
          same('all', addUp([...forest.roots().map((root) => counts.of(root)), counts.unplaced()]), all);
          for (const name of Object.keys(all) as (keyof StatusCounts)[]) if (all[name] > 0) seen[name] += 1;
        }
      }),
      { numRuns: histories, seed },
    );
    for (const [name, times] of Object.entries(seen)) expect([name, times >= seenMin]).toEqual([name, true]);
  });
});
