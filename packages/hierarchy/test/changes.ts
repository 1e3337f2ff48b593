import type { Coverage, UnitTreeEvent } from '@thidua/events';
import { type PositionedEvent, UnitHistory } from '../src/index.js';
import { registered } from './units.js';

/** A history whose positions a test need not count. */
export class Chronicle {
  readonly history = new UnitHistory();

  /** Takes the next event and answers its position. */
  take(event: UnitTreeEvent): number {
    const position = this.history.position + 1;
    this.history.apply({ ...event, position } satisfies PositionedEvent);
    return position;
  }

  /** Registers a unit named by its id, which is its code as well unless one is given. */
  unit(unitId: string, parentUnitId: string | null, validFrom = '2022-01-01', code = unitId): number {
    const data = { unitId, validFrom, code, ...(parentUnitId !== null && { parentUnitId }) };
    const event = registered(this.history.position + 1, data);
    this.history.apply(event);
    return event.position;
  }

  /** Ends a unit; its successors are written as `a` (FULL) or `a?` (PARTIAL). */
  end(unitId: string, validFrom: string, ...successors: readonly string[]): number {
    const links = successors.map((successor) => ({
      unitId: successor.replace('?', ''),
      coverage: (successor.endsWith('?') ? 'PARTIAL' : 'FULL') as Coverage,
    }));
    return this.take({ type: 'UnitDissolved.v1', data: { unitId, validFrom, successors: links } });
  }
}
