import { describe, expect, it } from '@jest/globals';
import { UnitHistory } from '@thidua/hierarchy';
import { type FigureNode, Forest, type Part, type PositionedTarget, TargetHistory, targetsOver } from '@thidua/rollup';
import fc from 'fast-check';
import { plusDays } from '../../test/oracle/days.js';
import { type History, historyOf } from '../../test/oracle/history.js';
import type { Question } from '../../test/oracle/log.js';
import { questionsOf } from '../../test/oracle/questions.js';
import { historySeed, lastDay } from '../../test/oracle/seeds.js';
import { campaign } from '../../test/oracle/story.js';
import { periodStart } from '../../test/oracle/tree-changes.js';
import { treeOn, unitsKnownAt } from '../../test/oracle/units.js';

const seed = 20_220_218;
const histories = 120;

interface TargetSeed {
  readonly unit: number;
  readonly id: number;
  readonly assigned: boolean;
  readonly value: number;
  readonly day: number;
  readonly after: number;
}
const targetSeed: fc.Arbitrary<TargetSeed> = fc.record({
  unit: fc.nat(),
  id: fc.nat({ max: 2 }),
  assigned: fc.nat({ max: 4 }).map((n) => n === 0),
  value: fc.oneof(fc.nat({ max: 50 }), fc.constant(Number.MAX_SAFE_INTEGER)),
  day: fc.nat({ max: lastDay }),
  after: fc.nat(),
});

/** Targets in log order, each behind some append of the history (which has room there: positions are doubled). */
const targetsOf = ({ log, ends }: History, seeds: readonly TargetSeed[]) => {
  const units = log.flatMap((event) => (event.type === 'UnitRegistered.v1' ? [event.data.unitId] : []));
  const taken = new Set<number>();
  const targets = seeds.map(({ unit, id, assigned, value, day, after }): PositionedTarget => {
    const unitId = units[unit % units.length] as string;
    const scope = assigned ? 'SUBTREE' : 'OWN';
    const ids = { campaignId: campaign.campaignId, orgId: 'any', unitId, targetId: `${unitId} ${id} ${scope}` };
    const about = { areaCode: `2.${id}`, metric: 'road_m', value, scope, effectiveOn: plusDays(periodStart, day) };
    return { ...ids, ...about, scope, position: 2 * (ends[after % ends.length] as number) + 1 };
  });
  return targets
    .sort((a, b) => a.position - b.position)
    .filter(({ position }) => !taken.has(position) && taken.add(position));
};

/** What holds by figures.md 7 alone: of each target the last by (effectiveOn, position). */
const inForce = (targets: readonly PositionedTarget[], { to, knownUpTo }: Question) => {
  const known = targets.filter(({ effectiveOn, position }) => effectiveOn <= to && position <= knownUpTo);
  return known.filter(
    (one) =>
      one.scope === 'OWN' &&
      !known.some(
        (other) =>
          other.targetId === one.targetId &&
          (other.effectiveOn > one.effectiveOn ||
            (other.effectiveOn === one.effectiveOn && other.position > one.position)),
      ),
  );
};

const sumOf = (targets: readonly PositionedTarget[]): bigint | null =>
  targets.length === 0 ? null : targets.reduce((sum, { value }) => sum + BigInt(value), 0n);

const addUp = (sums: readonly (bigint | null)[]): bigint | null =>
  sums.reduce((sum, one) => (one === null ? sum : (sum ?? 0n) + one), null);

/** Cheaper than an expectation, of which there would be a hundred thousand. */
const same = (what: string, answered: bigint | null, right: bigint | null): void => {
  if (answered !== right) throw new Error(`${what}: the system says ${answered}, right is ${right}`);
};

describe('the targets of any history, at any window and position, in any tree', () => {
  it('are those of a recount, in every part of every unit, and none is lost or counted twice', () => {
    let split = 0;
    fc.assert(
      fc.property(historySeed, fc.array(targetSeed, { minLength: 1, maxLength: 12 }), (one, seeds) => {
        const history = historyOf(one, campaign);
        const units = new UnitHistory();
        for (const { type, data, position } of history.log) units.apply({ type, data, position: 2 * position });
        const targets = targetsOf(history, seeds);
        const set = new TargetHistory(campaign.campaignId);
        for (const target of targets) set.append(target);

        for (const question of questionsOf(history, one.questions).filter(({ credit }) => credit === 'LEAD')) {
          const asked = { ...question, knownUpTo: 2 * question.knownUpTo + 1 };
          const forest = new Forest(units, asked);
          const system = targetsOver(set, forest);
          const known = unitsKnownAt(history.log, question.knownUpTo);
          const right = inForce(targets, asked).map((target) => {
            const { effectiveOn, unitId } = target;
            const tree = treeOn(known, asked.treeOn ?? (effectiveOn < asked.from ? asked.from : effectiveOn));
            const { at, whole } = tree.placeOf(unitId);
            return { target, line: tree.lineOf(at), at, whole };
          });
          if (right.some(({ whole }) => !whole)) split++;

          for (const areaCode of [null, '2.0', '2.1']) {
            const of = { areaCode, metric: 'road_m', combine: 'SUM' } as const;
            const inArea = right.filter(({ target }) => areaCode === null || target.areaCode === areaCode);
            for (const unitId of known.keys()) {
              const node = forest.node(unitId);
              if (node === null) continue;
              const here = inArea.filter(({ at }) => at === unitId);
              const rightOf: Readonly<Record<Part, typeof here>> = {
                own: here.filter(({ whole }) => whole),
                unallocated: here.filter(({ whole }) => !whole),
                total: inArea.filter(({ line }) => line.includes(unitId)),
              };
              for (const [part, some] of Object.entries(rightOf) as [Part, typeof here][]) {
                same(`${part} of ${unitId}`, system.own(node, part, of), sumOf(some.map(({ target }) => target)));
              }
              const children = forest.children(node).map((child) => system.own(child, 'total', of));
              const parts = [system.own(node, 'own', of), system.own(node, 'unallocated', of), ...children];
              same(`the parts of ${unitId}`, addUp(parts), system.own(node, 'total', of));
            }
            const totalOf = (node: FigureNode | null) => system.own(node, 'total', of);
            same('all', addUp([...forest.roots(), null].map(totalOf)), sumOf(inArea.map(({ target }) => target)));
          }
        }
      }),
      { numRuns: histories, seed },
    );
    expect(split).toBeGreaterThan(20);
  });
});
