import { type DomainEvent, type RecordedEvent, systemActor } from '@thidua/events';

/** Events of one stream as the log holds them, an append each, a day apart from 1 March 2022 on. */
export const recordedFrom = (events: readonly DomainEvent[], after = 0): readonly RecordedEvent[] =>
  events.map((event, index) => {
    const position = after + index + 1;
    return {
      ...event,
      eventId: `event-${position}`,
      stream: 'stream',
      revision: index,
      position,
      receipt: position * 10,
      appendIndex: 0,
      appendSize: 1,
      recordedAt: new Date(Date.UTC(2022, 1, 28 + position)).toISOString(),
      actor: systemActor,
      via: null,
      commandId: `command-${position}`,
      inputHash: 'hash',
      correlationId: 'correlation',
      causationId: null,
      synthetic: true,
    };
  });
