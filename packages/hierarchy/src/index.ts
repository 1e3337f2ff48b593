export { buildTree, type TreeUnit } from './build-tree.js';
export type { Mapping, Placement } from './mapping.js';
export type { Succession } from './succession.js';
export type { Tree } from './tree.js';
export { type PositionedEvent, type Stretch, UnitHistory, type UnitsAsOf } from './unit-history.js';
export { dayBefore, type UnitAsOf, type UnitAttributes, type UnitChange, UnitTimeline } from './unit-timeline.js';
export { compareVietnamese, type Ordered } from './vietnamese-order.js';
export { foldVietnamese, matchesFolded } from './vietnamese-search.js';
