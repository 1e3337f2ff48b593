export { Cells, type Pair } from './cells.js';
export { type Fact, type Figure, type FigureName, type Plane, planes, type Quantity } from './fact.js';
export { type FactsAsOf, FactTable } from './fact-table.js';
export { type FigureEventType, factsOf, figureEventTypes, type Positioned } from './figure-events.js';
export { SumTooLarge } from './quantity-sums.js';
export { type Grouping, type Placing, type Rollup, rollUp } from './roll-up.js';
