import { type UnitLevel, unitLevels } from '@thidua/events';
import { UnitHistory } from '@thidua/hierarchy';
import {
  FactTable,
  type Figure,
  type FigureNode,
  Forest,
  factsOf,
  figureEventTypes,
  type Positioned,
  type Quantity,
  type Rollup,
  rollUp,
} from '@thidua/rollup';
import type { Campaign, Logged, Question } from './log.js';
import type { Grouping, Part } from './oracle.js';
import type { OracleFigure, OracleQuantity } from './quantities.js';

/** The figures of the system by `area|metric`; all areas are `*`. */
export type SystemFigures = ReadonlyMap<string, OracleFigure>;

/** The system's answer to one question, in the oracle's words. */
export class SystemAnswer {
  constructor(
    readonly forest: Forest,
    private readonly rollup: Rollup,
  ) {}

  figures(part: Part, node: FigureNode, grouping: Grouping): SystemFigures {
    return byName(this.rollup[part](node, grouping));
  }

  unplaced(grouping: Grouping): SystemFigures {
    return byName(this.rollup.unplaced(grouping));
  }

  /** Nodes of all levels that stood anywhere below. */
  descendants(node: FigureNode): readonly FigureNode[] {
    return unitLevels.flatMap((level: UnitLevel) => this.forest.descendants(node, level));
  }
}

/** The system as it stands when it has read a log. */
export class System {
  private readonly units = new UnitHistory();
  private readonly facts: FactTable;

  constructor(log: readonly Logged[], campaign: Campaign) {
    this.facts = new FactTable(campaign.campaignId);
    const changing: ReadonlySet<string> = new Set(figureEventTypes);
    for (const { type, data, position } of log) {
      this.units.apply({ type, data, position });
      if (!changing.has(type)) continue;
      for (const fact of factsOf({ type, data, position } as Positioned)) this.facts.append(fact);
    }
  }

  ask({ from, to, knownUpTo, treeOn, credit }: Question): SystemAnswer {
    const forest = new Forest(this.units, { from, to, knownUpTo, treeOn });
    return new SystemAnswer(forest, rollUp(this.facts, forest, credit));
  }
}

const byName = (figures: readonly Figure[]): SystemFigures => {
  const named = figures.map(({ areaCode, metric, approved, pending }) => {
    const figure = { approved: quantityOf(approved), pending: quantityOf(pending) };
    return [`${areaCode ?? '*'}|${metric}`, figure] as const;
  });
  return new Map(named.filter(([, { approved, pending }]) => !isNothing(approved) || !isNothing(pending)));
};

/** A list may or may not show what is nothing but zeros. */
const isNothing = (quantity: OracleQuantity): boolean =>
  Object.values(quantity).every((part) => part === 0 || typeof part === 'boolean');

const quantityOf = ({ value, numerator, denominator, sum, count, exact }: Quantity): OracleQuantity => ({
  ...(value !== null && { value }),
  ...(numerator !== null && { num: numerator }),
  ...(denominator !== null && { den: denominator }),
  ...(sum !== null && { sum }),
  count,
  exact,
});
