import type { Decider } from '@thidua/event-sourcing';
import type { UnitTreeEvent } from '@thidua/events';
import { changeUnit, registerUnit } from './change-unit.js';
import { type ImportRefusal, type ImportUnits, importUnits } from './import-units.js';
import { reorganiseUnits } from './reorganise-units.js';
import { standingOn } from './standing-units.js';
import type { ChangeUnit, RegisterUnit, ReorganiseUnits, UnitRefusal } from './unit-commands.js';
import { emptyTree, evolveTree, type UnitTree } from './unit-tree.state.js';

export type { UnitTree } from './unit-tree.state.js';

export type UnitCommand = ImportUnits | RegisterUnit | ChangeUnit | ReorganiseUnits;

/** Id of the one stream of this category. */
export const unitTreeStreamId = 'main';

export const unitTreeDecider: Decider<UnitTree, UnitCommand, UnitTreeEvent, ImportRefusal | UnitRefusal> = {
  category: 'unittree',
  initial: emptyTree,
  evolve: evolveTree,
  decide(command, tree) {
    switch (command.type) {
      case 'ImportUnits':
        return importUnits(command, standingOn(tree, command.validFrom));
      case 'RegisterUnit':
        return registerUnit(command, tree);
      case 'ReorganiseUnits':
        return reorganiseUnits(command, tree);
      default:
        return changeUnit(command, tree);
    }
  },
};
