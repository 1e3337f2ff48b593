import type { EventData, EventType, Line, LineQuantity, RecordedOf, Subject } from '@thidua/events';
import type { Fact, FigureEventType, Plane } from './fact.js';
import { splitByShares } from './shares.js';

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

interface Amendment {
  readonly before: readonly Line[];
  readonly after: readonly Line[];
}

/** Without the lines that are equal on both sides: they make no fact. */
const changed = ({ before, after }: Amendment): Amendment => {
  const without = (lines: readonly Line[], others: readonly Line[]) => {
    const keys = new Set(others.map(keyOf));
    return lines.filter((line) => !keys.has(keyOf(line)));
  };
  return { before: without(before, after), after: without(after, before) };
};

/** What an amendment does while it waits. */
const asks = (amendment: Amendment): readonly Posting[] => {
  const { before, after } = changed(amendment);
  return [leave('pending', before), enter('pending', after)];
};

/** What takes it back, refused or carried out. */
const asksNoMore = (amendment: Amendment): readonly Posting[] => {
  const { before, after } = changed(amendment);
  return [enter('pending', before), leave('pending', after)];
};

const corrects = (amendment: Amendment): readonly Posting[] => {
  const { before, after } = changed(amendment);
  return [leave('approved', before), enter('approved', after)];
};

/** One line an event; a new event with a subject does not compile until it has one (figures.md 1). */
const postings: { readonly [Type in FigureEventType]: (data: EventData<Type>) => readonly Posting[] } = {
  'AchievementSubmitted.v1': ({ lines }) => [enter('pending', lines)],
  'AchievementReturned.v1': ({ lines }) => [leave('pending', lines)],
  'AchievementRejected.v1': ({ lines }) => [leave('pending', lines)],
  // Work that was not under review brings no lines here.
  'AchievementWithdrawn.v1': ({ lines }) => [leave('pending', lines)],
  'AchievementApproved.v1': ({ lines }) => [leave('pending', lines), enter('approved', lines)],
  'AmendmentRequested.v1': asks,
  'AmendmentRefused.v1': asksNoMore,
  'AchievementCorrected.v1': (amendment) => [...asksNoMore(amendment), ...corrects(amendment)],
  'ApprovalRevoked.v1': ({ lines }) => [leave('approved', lines)],
};

/** The events that change figures: the keys of the map above. */
export const figureEventTypes = Object.keys(postings) as readonly FigureEventType[];

/**
 * The signed facts of an event, none for an event that changes no figure. Each stands at its line's own day
 * and at the position of the event; a value that partners share stands once whole and once in parts. Pure.
 */
export const factsOf = ({ type, data, position }: Positioned): readonly Fact[] => {
  const posting = postings[type as FigureEventType] as
    | ((data: EventData<FigureEventType>) => readonly Posting[])
    | undefined;
  if (!posting) return [];
  const figure = data as EventData<FigureEventType>;
  const { campaignId, achievementId, areaCode, ownerOrgId, ownerUnitId } = figure.subject;
  return posting(figure).flatMap(({ plane, sign, lines }) =>
    lines.flatMap(({ metric, effectiveOn, quantity }) => {
      const whole: Fact = {
        ...{ campaignId, achievementId, ownerOrgId, eventType: type as FigureEventType, unitId: ownerUnitId },
        ...{ areaCode, metric, effectiveOn, position, plane, sign },
        credit: null,
        lines: 1,
        quantity: onceEach(quantity),
      };
      return credited(whole, figure.subject);
    }),
  );
};

/** A fact alone where nobody shares it; else whole at the lead, and split over all who contribute. */
const credited = (fact: Fact, { contributions }: Subject): readonly Fact[] => {
  if (!('value' in fact.quantity) || contributions.length === 1) return [fact];
  const parts = splitByShares(fact.quantity.value, contributions);
  const shared = contributions.flatMap(({ role, unitId }, place): readonly Fact[] => {
    const value = parts[place] as number;
    const leads = role === 'LEAD';
    if (!leads && value === 0) return [];
    return [
      {
        ...fact,
        credit: 'BY_SHARE',
        unitId: leads ? fact.unitId : unitId,
        lines: leads ? 1 : 0,
        quantity: { value },
      },
    ];
  });
  return [{ ...fact, credit: 'LEAD' }, ...shared];
};

/** A line names a set of people: one who stands twice on it is one. */
const onceEach = (quantity: LineQuantity): LineQuantity =>
  'members' in quantity ? { members: [...new Set(quantity.members)] } : quantity;

/** Equal for equal lines and for no others. */
const keyOf = ({ lineId, metric, quantity, effectiveOn }: Line): string => {
  const numbers = 'members' in quantity ? [...new Set(quantity.members)].sort() : Object.entries(quantity).sort();
  return JSON.stringify([lineId, metric, effectiveOn, Object.keys(quantity).sort(), numbers]);
};
