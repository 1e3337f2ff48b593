import type { EventStore } from '@thidua/event-sourcing';
import type { Position, RecordedEvent } from '@thidua/events';

/** How many positions from here on follow one another. */
const runFrom = (positions: readonly Position[], index: number): number => {
  const first = positions[index] ?? 0;
  const end = positions.findIndex((position, at) => at > index && position !== first + at - index);
  return (end < 0 ? positions.length : end) - index;
};

/** The events at these positions, ascending, as the log has them: what stands side by side is read at once. */
export const loggedEvents = async (
  store: Pick<EventStore, 'readAll'>,
  positions: readonly Position[],
): Promise<readonly RecordedEvent[]> => {
  const found = new Map<Position, RecordedEvent>();
  for (const [index, position] of positions.entries()) {
    if (found.has(position)) continue;
    for (const event of await store.readAll(position - 1, runFrom(positions, index))) found.set(event.position, event);
  }
  return positions.map((position) => {
    const event = found.get(position);
    if (!event) throw new Error(`the log has no event at ${position}`);
    return event;
  });
};
