import type { EventData, EventType, Line, RecordedOf, Subject } from '@thidua/events';
import type { Fact, Plane } from './fact.js';

/** Events that say what they are about and bring lines: these and no others change figures. */
export type FigureEventType = {
  [Type in EventType]: EventData<Type> extends { subject: Subject } ? Type : never;
}[EventType];

/** Any event with its place in the log: of a recorded event nothing else is needed here. */
export type Positioned = { [Type in EventType]: Pick<RecordedOf<Type>, 'type' | 'data' | 'position'> }[EventType];

/** What an event does to the lines it carries, on one plane. */
interface Posting {
  readonly plane: Plane;
  readonly sign: 1 | -1;
  readonly lines: readonly Line[];
}

const enter = (plane: Plane, lines: readonly Line[]): Posting => ({ plane, sign: 1, lines });
const leave = (plane: Plane, lines: readonly Line[]): Posting => ({ plane, sign: -1, lines });

/** One line an event; a new event with a subject does not compile until it has one. */
const postings: { readonly [Type in FigureEventType]: (data: EventData<Type>) => readonly Posting[] } = {
  'AchievementSubmitted.v1': ({ lines }) => [enter('pending', lines)],
  'AchievementReturned.v1': ({ lines }) => [leave('pending', lines)],
  'AchievementApproved.v1': ({ lines }) => [leave('pending', lines), enter('approved', lines)],
};

/** The events that change figures: the keys of the map above. */
export const figureEventTypes = Object.keys(postings) as readonly FigureEventType[];

/**
 * The signed facts of an event, none for an event that changes no figure. The whole quantity stands
 * at the owner's unit (the lead), at the line's own day and at the position of the event. Pure.
 */
export const factsOf = ({ type, data, position }: Positioned): readonly Fact[] => {
  const posting = postings[type as FigureEventType] as
    | ((data: EventData<FigureEventType>) => readonly Posting[])
    | undefined;
  if (!posting) return [];
  const figure = data as EventData<FigureEventType>;
  const { campaignId, areaCode, ownerUnitId } = figure.subject;
  return posting(figure).flatMap(({ plane, sign, lines }) =>
    lines.map(({ metric, effectiveOn, quantity }): Fact => {
      return {
        campaignId,
        unitId: ownerUnitId,
        areaCode,
        metric,
        effectiveOn,
        position,
        plane,
        sign,
        value: quantity.value,
      };
    }),
  );
};
