import { describe, expect, it } from '@jest/globals';
import { projectionHandler } from '@thidua/event-sourcing';
import type { EventData, Line, RecordedEvent } from '@thidua/events';
import { memoryDatabase } from '../../../../packages/event-sourcing/test/memory-database.js';
import { Figures, type FigureTables, figuresProjection } from './figures.projection.js';

const campaignId = 'tra-vinh-2022';
const contributions = [
  { orgId: 'a', unitId: 'hamlet', role: 'LEAD', shareBp: 6000 } as const,
  { orgId: 'b', unitId: 'other', role: 'PARTNER', shareBp: 4000 } as const,
];
const subject = {
  achievementId: 'road',
  campaignId,
  areaCode: '2.1',
  ownerOrgId: 'a',
  ownerUnitId: 'hamlet',
  contributions,
};

const line = (lineId: string, metric: string, quantity: Line['quantity']): Line => ({
  ...{ lineId, metric, quantity },
  effectiveOn: '2022-02-01',
});
const lines = [
  line('a', 'road_m', { value: Number.MAX_SAFE_INTEGER }),
  line('b', 'poor_share', { num: 0, den: 0 }),
  line('c', 'score', { sum: 85, count: 2 }),
  line('d', 'person', { members: ['an', 'bình'] }),
  line('e', 'person', { declared: 0 }),
];

const submitted: EventData<'AchievementSubmitted.v1'> = {
  ...{ submissionNo: 1, receiverOrgId: 'receiver', subject, submittedBy: ['clerk'], lines },
};

const recorded = (type: string, data: unknown, position: number): RecordedEvent => ({
  eventId: `event-${position}`,
  stream: 'achievement-road',
  revision: position,
  position,
  receipt: position,
  appendIndex: 0,
  appendSize: 1,
  type,
  data,
  recordedAt: `2022-03-01T00:00:0${position}.000Z`,
  actor: { userId: 'clerk', orgId: 'a', role: 'CLERK', appointmentId: 'appointment' },
  via: null,
  commandId: 'command',
  inputHash: 'hash',
  correlationId: 'command',
  causationId: 'command',
  synthetic: true,
});

const log = [
  recorded('AchievementSubmitted.v1', submitted, 1),
  recorded('AchievementApproved.v1', { submissionNo: 1, reviewId: 'case', subject, lines }, 2),
];

const factsIn = (figures: Figures) => {
  const table = figures.of(campaignId);
  return Array.from({ length: table.length }, (_, at) => table.fact(at));
};

describe('facts of figures', () => {
  const database = memoryDatabase<FigureTables>();
  const first = new Figures();

  it('are in memory once their event is committed', async () => {
    const handler = projectionHandler(figuresProjection(first), database);
    await handler.start();
    await handler.handle(log as never);
    // A value that two share stands three times: whole, and in two parts.
    expect(factsIn(first)).toHaveLength(3 * (lines.length + 2));
  });

  it('are after a restart what they were before it, of all kinds of quantities', async () => {
    const again = new Figures();
    await projectionHandler(figuresProjection(again), database).start();
    expect(factsIn(again)).toEqual(factsIn(first));
    expect(again.of(campaignId).position).toBe(2);
    expect(again.of('another').length).toBe(0);
  });

  it('are rows with the instant of their event', async () => {
    const rows = await database.selectFrom('fact').select(['position', 'n', 'recorded_at']).orderBy('n').execute();
    expect(rows[0]).toEqual({ position: 1, n: 0, recorded_at: '2022-03-01T00:00:01.000Z' });
    expect(rows).toHaveLength(21);
  });
});

describe('very many facts', () => {
  it('of one event are stored whole, and all are loaded page by page, however events lie across the pages', async () => {
    const database = memoryDatabase<FigureTables>();
    const figures = new Figures();
    const many = Array.from({ length: 2900 }, (_, n) => line(`l${n}`, 'poor_share', { num: n, den: n + 1 }));
    const handler = projectionHandler(figuresProjection(figures), database);
    await handler.start();
    for (let position = 1; position <= 7; position++) {
      const event = recorded('AchievementSubmitted.v1', { ...submitted, lines: many }, position);
      await handler.handle([event] as never);
    }
    const again = new Figures();
    await projectionHandler(figuresProjection(again), database).start();
    expect(factsIn(again)).toHaveLength(7 * 2900);
    expect(factsIn(again)).toEqual(factsIn(figures));
  });
});
