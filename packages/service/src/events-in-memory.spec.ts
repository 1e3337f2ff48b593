import { describe, expect, it } from '@jest/globals';
import { projectionHandler } from '@thidua/event-sourcing';
import type { Position, RecordedEvent } from '@thidua/events';
import { historyOf } from '../../event-sourcing/test/history.js';
import { memoryDatabase } from '../../event-sourcing/test/memory-database.js';
import { eventsInMemoryProjection, type KeptEventTables } from './events-in-memory.js';

const history = historyOf(50).map((event) => ({ ...event, appendIndex: 0, appendSize: 1 }));
const kept = ['AchievementApproved.v1', 'QuantityReported.v1'] as const;
const ofKept = (events: readonly RecordedEvent[]) =>
  events.filter(({ type }) => (kept as readonly string[]).includes(type)).map(({ position }) => position);

describe('events kept for a fold in memory', () => {
  it.each([1, 2, 3, 7, 1000])('are each taken once and in order, in pages of %i at the start', async (rowsOfPage) => {
    const database = memoryDatabase<KeptEventTables>();
    const started = async () => {
      const taken: Position[] = [];
      const take = (into: Position[], { position }: RecordedEvent) => void into.push(position);
      const memory = { memory: taken, empty: () => [], take };
      const projection = { name: 'kept', version: 1, table: 'kept_event', types: kept, ...memory };
      const handler = projectionHandler(eventsInMemoryProjection(projection, rowsOfPage), database);
      await handler.start();
      return { taken, handler };
    };
    const first = await started();
    await first.handler.handle(history.slice(0, 30));
    expect(ofKept(history.slice(0, 30)).length).toBeGreaterThan(3);
    expect(first.taken).toEqual(ofKept(history.slice(0, 30)));

    const again = await started();
    await again.handler.handle(history);
    expect(again.taken).toEqual(ofKept(history));
  });
});
