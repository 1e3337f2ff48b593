import { describe, expect, it } from '@jest/globals';
import type { FigureNode } from '@thidua/rollup';
import fc from 'fast-check';
import { differences } from './oracle/compare.js';
import { plusDays } from './oracle/days.js';
import { historyOf, interleaved } from './oracle/history.js';
import { credits, type Logged, type Question } from './oracle/log.js';
import { type Mark, marks, marksOf } from './oracle/marks.js';
import { askOracle } from './oracle/oracle.js';
import { inWords, questionsOf } from './oracle/questions.js';
import { historySeed, lastDay } from './oracle/seeds.js';
import { campaign } from './oracle/story.js';
import { addUp } from './oracle/sums.js';
import { System, type SystemAnswer } from './oracle/system.js';
import { periodStart } from './oracle/tree-changes.js';

// The same histories at every run: what is counted below is then a fact about this file.
const seed = 20_220_218;
const histories = 500;
const heldMin = 100;

/** Fails with the history and the question in words, so that a person can follow it. */
const expectNone = (found: readonly string[], log: readonly Logged[], question: Question): void => {
  if (found.length > 0) throw new Error([...found, inWords(log, question)].join('\n'));
};

/** The nodes of a forest from the roots down, each as it stands below the one before. */
const nodesOf = ({ forest }: SystemAnswer): readonly FigureNode[] => {
  const nodes = [...forest.roots()];
  for (const node of nodes) nodes.push(...forest.children(node));
  return nodes;
};

describe('the figures of any history', () => {
  it('are those of the oracle: every unit, metric, area, plane and credit, at any window and position, in any tree', () => {
    const held = new Map<Mark, number>(marks.map((mark) => [mark, 0]));
    let asked = 0;
    fc.assert(
      fc.property(historySeed, (one) => {
        const history = historyOf(one, campaign);
        const system = new System(history.log, campaign);
        const here = new Set<Mark>();
        for (const question of questionsOf(history, one.questions)) {
          const oracle = askOracle(history.log, campaign, question);
          expectNone(differences(history.log, oracle, system.ask(question)), history.log, question);
          for (const mark of marksOf(history.log, question)) here.add(mark);
          asked++;
        }
        for (const mark of here) held.set(mark, (held.get(mark) as number) + 1);
      }),
      { numRuns: histories, seed },
    );
    const counts = marks.map((mark) => `${mark} ${held.get(mark)}`).join(', ');
    process.stdout.write(`oracle = system in ${histories} histories, ${asked} questions; histories with ${counts}\n`);
    for (const mark of marks) expect(held.get(mark)).toBeGreaterThanOrEqual(heldMin);
  });

  it('conserve: a total is own, unallocated and the totals of the children', () => {
    fc.assert(
      fc.property(historySeed, (one) => {
        const history = historyOf(one, campaign);
        const system = new System(history.log, campaign);
        for (const question of questionsOf(history, one.questions)) {
          const answer = system.ask(question);
          const total = (node: FigureNode) => answer.figures('total', node, 'by-area');
          for (const node of nodesOf(answer)) {
            const rest = (['own', 'unallocated'] as const).map((part) => answer.figures(part, node, 'by-area'));
            const parts = [...rest, ...answer.forest.children(node).map(total)];
            expect(addUp(parts, campaign)).toEqual(addUp([total(node)], campaign));
          }
        }
      }),
      { numRuns: 80, seed },
    );
  });

  it('conserve: the roots of every tree, as it was or of any date, hold the same under both credits', () => {
    fc.assert(
      fc.property(historySeed, (one) => {
        const history = historyOf(one, campaign);
        const system = new System(history.log, campaign);
        const [{ from, to, knownUpTo }] = questionsOf(history, one.questions) as [Question];
        const window = { from, to, knownUpTo };
        const everything = addUp(
          [askOracle(history.log, campaign, { ...window, treeOn: null, credit: 'LEAD' })].map((answer) =>
            answer.figures(answer.allFacts, 'by-area'),
          ),
          campaign,
        );
        const dates = [-100, 0, 5, 10, 15, lastDay].map((day) => plusDays(periodStart, day));
        for (const treeOn of [null, ...dates]) {
          for (const credit of credits) {
            const answer = system.ask({ ...window, treeOn, credit });
            const { forest } = answer;
            const unplaced = answer.unplaced('by-area');
            const roots = forest.roots().map((node) => answer.figures('total', node, 'by-area'));
            expect(addUp([...roots, unplaced], campaign)).toEqual(everything);
            const parts = nodesOf(answer).flatMap((node) =>
              (['own', 'unallocated'] as const).map((part) => answer.figures(part, node, 'by-area')),
            );
            expect(addUp([...parts, unplaced], campaign)).toEqual(everything);
          }
        }
      }),
      { numRuns: 80, seed },
    );
  });

  it('do not depend on how independent streams interleave', () => {
    fc.assert(
      fc.property(historySeed, (one) => {
        const history = historyOf(one, campaign);
        const other = interleaved(history, one.otherTurns);
        expect(other.log).toHaveLength(history.log.length);
        const [first, second] = [history, other].map(({ log }) => new System(log, campaign));
        for (const asked of questionsOf(history, one.questions)) {
          const question = { ...asked, knownUpTo: history.log.length };
          const [here, there] = [first, second].map((system) => (system as System).ask(question)) as [
            SystemAnswer,
            SystemAnswer,
          ];
          const nodes = nodesOf(here);
          expect(nodesOf(there)).toEqual(nodes);
          for (const node of nodes) {
            expect(there.figures('total', node, 'all-areas')).toEqual(here.figures('total', node, 'all-areas'));
            expect(there.figures('own', node, 'by-area')).toEqual(here.figures('own', node, 'by-area'));
          }
          expect(there.unplaced('by-area')).toEqual(here.unplaced('by-area'));
        }
      }),
      { numRuns: 80, seed },
    );
  });
});
