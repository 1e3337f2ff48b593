import type { FigureNode } from '@thidua/rollup';
import type { Logged } from './log.js';
import { type Grouping, type OracleAnswer, type OracleFigures, type Part, type Row, top } from './oracle.js';
import type { OracleQuantity } from './quantities.js';
import type { SystemAnswer, SystemFigures } from './system.js';

const groupings: readonly Grouping[] = ['by-area', 'all-areas'];
const parts: readonly Part[] = ['own', 'unallocated', 'total'];

/** Where the system answers otherwise than the oracle; nothing where it answers the same for every unit. */
export const differences = (log: readonly Logged[], oracle: OracleAnswer, system: SystemAnswer): readonly string[] => {
  const found: string[] = [];
  const { forest } = system;
  // Then a unit is the same node in every list; else its rows are as many as its parents.
  const isOneTree = forest.stretches.length === 1;

  const sameFigures = (name: string, mine: OracleFigures, theirs: SystemFigures) => {
    for (const key of new Set([...mine.keys(), ...theirs.keys()])) {
      const [right, answered] = [mine, theirs].map((figures) => inWords(figures.get(key)));
      if (right !== answered) found.push(`${name}, ${key}: the system says ${answered}, right is ${right}`);
    }
  };
  const sameUnits = (name: string, mine: readonly string[], theirs: readonly FigureNode[]) => {
    const [right, answered] = [[...mine].sort(), theirs.map(({ unitId }) => unitId).sort()].map(String);
    if (right !== answered) found.push(`${name}: the system lists ${answered}, right is ${right}`);
  };
  const sameRow = (row: Row, node: FigureNode, asked: readonly Part[] = parts) => {
    for (const part of asked) {
      for (const grouping of groupings) {
        const name = `${part} of ${row.path.join(row.anywhere ? ' ... ' : ' > ')}`;
        sameFigures(name, oracle.figures(oracle.factsOf(part, row), grouping), system.figures(part, node, grouping));
      }
    }
  };
  /** A node as it stands in a list below others, and so on down. */
  const sameBelow = (path: readonly string[], nodes: readonly FigureNode[]) => {
    for (const node of nodes) {
      const row = [...path, node.unitId];
      sameRow({ path: row }, node, isOneTree ? ['total'] : parts);
      sameBelow(row, forest.children(node));
    }
  };

  for (const unitId of unitsOf(log)) {
    const node = forest.node(unitId);
    const stands = oracle.units.includes(unitId);
    if (stands !== (node !== null)) found.push(`${unitId}: stands for ${stands ? 'the oracle' : 'the system'} only`);
    if (!node || !stands) continue;
    sameRow({ path: [unitId] }, node);
    sameUnits(`children of ${unitId}`, oracle.childrenOf(unitId), forest.children(node));
    sameUnits(`all below ${unitId}`, oracle.descendantsOf(unitId), system.descendants(node));
    if (isOneTree) continue;
    for (const child of forest.children(node)) sameRow({ path: [unitId, child.unitId] }, child, ['total']);
    for (const one of system.descendants(node)) {
      if (!oracle.childrenOf(unitId).includes(one.unitId)) {
        sameRow({ path: [unitId, one.unitId], anywhere: true }, one, ['total']);
      }
    }
  }
  sameUnits('roots', oracle.childrenOf(top), forest.roots());
  sameBelow([top], forest.roots());
  for (const grouping of groupings) {
    sameFigures('unplaced', oracle.figures(oracle.unplacedFacts, grouping), system.unplaced(grouping));
  }
  return found;
};

const unitsOf = (log: readonly Logged[]): readonly string[] =>
  log.flatMap((event) => (event.type === 'UnitRegistered.v1' ? [event.data.unitId] : []));

const inWords = (figure: { approved: OracleQuantity; pending: OracleQuantity } | undefined): string =>
  figure ? `approved ${quantityInWords(figure.approved)} pending ${quantityInWords(figure.pending)}` : 'nothing';

const quantityInWords = ({ value, num, den, sum, count, exact }: OracleQuantity): string => {
  const number = value ?? (num === undefined ? `Σ${sum}` : `${num}/${den}`);
  return `${exact ? '' : 'about '}${number} (${count})`;
};
