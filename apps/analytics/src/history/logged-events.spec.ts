import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '@thidua/events';
import { loggedEvents } from './logged-events.js';

/** A log whose appends hold three events each; answers end at the end of an append. */
const store = (asked: (readonly [number, number])[]) => ({
  readAll: async (after: number, limit: number) => {
    asked.push([after, limit]);
    const end = Math.ceil((after + limit) / 3) * 3;
    return Array.from({ length: end - after }, (_, n) => ({ position: after + n + 1 }) as RecordedEvent);
  },
});

describe('events of a page', () => {
  it('are those at its positions, and neighbours are read at once', async () => {
    const asked: (readonly [number, number])[] = [];
    const positions = [2, 3, 4, 9, 14, 15];
    const events = await loggedEvents(store(asked), positions);
    expect(events.map(({ position }) => position)).toEqual(positions);
    expect(asked).toEqual([
      [1, 3],
      [8, 1],
      [13, 2],
    ]);
  });

  it('are asked for once an append', async () => {
    const asked: (readonly [number, number])[] = [];
    await loggedEvents(store(asked), [4, 6]);
    expect(asked).toEqual([[3, 1]]);
  });

  it('are never left out silently', async () => {
    await expect(loggedEvents({ readAll: async () => [] }, [1])).rejects.toThrow('no event at 1');
  });
});
