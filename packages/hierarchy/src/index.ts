export { buildTree, type TreeUnit } from './build-tree.js';
export type { Tree } from './tree.js';
export { type PositionedEvent, UnitHistory, type UnitsAsOf } from './unit-history.js';
export type { UnitAsOf, UnitAttributes } from './unit-timeline.js';
