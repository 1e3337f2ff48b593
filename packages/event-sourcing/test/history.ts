import type { EventData, EventType, RecordedEvent, RecordedOf } from '@thidua/events';
import { envelopeOf, randomFrom } from '../src/contracts/log-harness.js';

/** An event of the domain as the whole log holds it, an append of its own where nothing else is said. */
export const recorded = <Type extends EventType>(
  position: number,
  type: Type,
  data: EventData<Type>,
  changes: Partial<RecordedEvent> = {},
): RecordedOf<Type> =>
  ({
    ...envelopeOf(`command-${position}`),
    type,
    data,
    eventId: `event-${position}`,
    stream: 'achievement-1',
    revision: position - 1,
    position,
    // Not the position, so that nobody takes one for the other.
    receipt: position * 10,
    appendIndex: 0,
    appendSize: 1,
    recordedAt: new Date(Date.UTC(2022, 2, 1) + position * 1000).toISOString(),
    ...changes,
  }) as RecordedOf<Type>;

/** Metres that one achievement reports. */
export const reported = (position: number, achievementId: string, metres: number, changes?: Partial<RecordedEvent>) => {
  const line = { lineId: '1', metric: 'road_metre', quantity: { value: metres }, effectiveOn: '2022-03-01' };
  const data = { achievementId, campaignId: 'campaign', lines: [line], removedLineIds: [] };
  return recorded(position, 'QuantityReported.v1', data, changes);
};

/** `length` events in appends of one to four, over a dozen achievements; the same for the same seed. */
export const historyOf = (length: number, seed = 1): readonly RecordedEvent[] => {
  const random = randomFrom(seed);
  const upTo = (max: number) => Math.floor(random() * max);
  const events: RecordedEvent[] = [];
  while (events.length < length) {
    const appendSize = Math.min(1 + upTo(4), length - events.length);
    for (let appendIndex = 0; appendIndex < appendSize; appendIndex++) {
      const position = events.length + 1;
      const [achievementId, place] = [`a${upTo(12)}`, { appendIndex, appendSize }];
      if (random() < 0.8) events.push(reported(position, achievementId, upTo(10_000), place));
      else {
        const data = { achievementId, campaignId: 'campaign', completedOn: '2022-03-01' };
        events.push(recorded(position, 'AchievementCompleted.v1', data, place));
      }
    }
  }
  return events;
};
