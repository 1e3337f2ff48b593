import type { UnitHistory } from '@thidua/hierarchy';
import { Forest } from '@thidua/rollup';
import type { AsOf } from '../moments/as-of.js';

/** The forest of states (figures.md 8): the tree asked, else that of the local date of the instant. */
export const forestOfInstant = (units: UnitHistory, { today, knownUpToPosition: knownUpTo, treeOn }: AsOf): Forest =>
  new Forest(units, { from: today, to: today, knownUpTo, treeOn });
