import type { FollowUp, Process } from '@thidua/event-sourcing';
import { organisationIdOf } from '@thidua/events';

/** What follows for the organisations of a unit; whether it has them is looked up where it is carried out. */
export type SuccessionCommand =
  | {
      readonly type: 'EstablishSuccessor';
      readonly orgType: string;
      readonly unitId: string;
      readonly predecessorUnitIds: readonly string[];
      readonly validFrom: string;
    }
  | {
      readonly type: 'EndWithUnit';
      readonly orgType: string;
      readonly unitId: string;
      /** The unit that takes over the whole of it, null where none does. */
      readonly successorUnitId: string | null;
      readonly validFrom: string;
    };

/** What a new unit gets where a unit before it had one. */
const established = ['FRONT_COMMITTEE', 'FRONT_WORK_BOARD'] as const;
/** What ends with its unit: the committee, the bodies inside it, the board. Member organisations end in their own line. */
const ending = [...established, 'FRONT_STANDING_BOARD', 'FRONT_OFFICE', 'FRONT_SPECIALISED_BOARD'] as const;

const followUp = (command: SuccessionCommand): FollowUp<SuccessionCommand> => ({
  id: organisationIdOf(command.unitId, command.orgType),
  command,
});

/**
 * When units are reorganised, the new ones get the committees and boards that the old ones had. A unit
 * ends by an event of its own, behind that of the reorganisation: with it end its own committee and board.
 */
export const establishSuccessorsWhenUnitsReorganised: Process<SuccessionCommand> = {
  name: 'establish-successors-when-units-reorganised',
  reactions: {
    'UnitsReorganised.v1': ({ data: { mappings, validFrom } }) => {
      const byNewUnit = Map.groupBy(mappings, ({ toUnitId }) => toUnitId);
      return [...byNewUnit].flatMap(([unitId, parts]) => {
        const predecessorUnitIds = parts.map(({ fromUnitId }) => fromUnitId);
        return established.map((orgType) =>
          followUp({ type: 'EstablishSuccessor', orgType, unitId, predecessorUnitIds, validFrom }),
        );
      });
    },
    'UnitDissolved.v1': ({ data: { unitId, successors, validFrom } }) => {
      const successorUnitId = successors.find(({ coverage }) => coverage === 'FULL')?.unitId ?? null;
      return ending.map((orgType) => followUp({ type: 'EndWithUnit', orgType, unitId, successorUnitId, validFrom }));
    },
  },
};
