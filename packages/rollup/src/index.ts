export { type Contribution, contributionsOf, type FactKey } from './contributions.js';
export { type CoverageRollup, coverageOver, type LevelCoverage } from './coverage.js';
export {
  type CoverageEvent,
  CoverageHistory,
  type CoverageStep,
  coverageEventTypes,
  coverageStepOf,
} from './coverage-history.js';
export { type Difference, type DifferenceAsked, type DifferencePart, differenceOf, type Reason } from './difference.js';
export {
  type Credit,
  type Fact,
  type Figure,
  type FigureEventType,
  type FigureName,
  type Plane,
  planes,
  type Quantity,
} from './fact.js';
export { FactTable, type FigureAsked } from './fact-table.js';
export { factsOf, figureEventTypes, type Positioned } from './figure-events.js';
export { type FigureNode, type FiguresAsOf, Forest, type Part, type PlaceRange } from './forest.js';
export { emptyQuantity } from './quantities.js';
export { SumTooLarge } from './quantity-sums.js';
export {
  type CountedDuty,
  type DutyState,
  type ReportingCounts,
  type ReportingRollup,
  reportingOver,
} from './reporting-counts.js';
export { type Grouping, type Rollup, rollUp } from './roll-up.js';
export { countStatuses, type StatusCounts, type StatusRollup } from './status-counts.js';
export { StatusHistory } from './status-counts-history.js';
export { type DatedAchievementEvent, type StatusStep, statusEventTypes, statusStepOf } from './status-counts-steps.js';
export { completionOf, type TargetOf, type TargetRollup, targetsOver } from './targets.js';
export { type PositionedTarget, TargetHistory } from './targets-history.js';
