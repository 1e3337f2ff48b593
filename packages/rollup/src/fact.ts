import type { Combine, EventData, EventType, LineQuantity, Position, Subject } from '@thidua/events';

/** `approved` counts; `pending` is what the figure gains if all that waits is approved. */
export const planes = ['approved', 'pending'] as const;
export type Plane = (typeof planes)[number];

/** At whom a quantity stands: whole at the owner, or split by the declared shares (figures.md 5; SUM only). */
export const credits = ['LEAD', 'BY_SHARE'] as const;
export type Credit = (typeof credits)[number];

/** Events that say what they are about and bring lines: these and no others change figures. */
export type FigureEventType = {
  [Type in EventType]: EventData<Type> extends { subject: Subject } ? Type : never;
}[EventType];

/** One line, or one organisation's part of it, that enters (+1) or leaves (-1) a plane, by one event. */
export interface Fact {
  readonly campaignId: string;
  readonly achievementId: string;
  /** The organisation whose achievement it is, also where the fact is a partner's part. */
  readonly ownerOrgId: string;
  readonly eventType: FigureEventType;
  /** The unit it is summed at: the owner's, fixed when the work was registered; for a part its organisation's. */
  readonly unitId: string;
  readonly areaCode: string;
  readonly metric: string;
  /** The line's own day (local date, ISO 8601), also where an undoing happens much later. */
  readonly effectiveOn: string;
  /** Where the log holds the event. */
  readonly position: Position;
  readonly plane: Plane;
  /** What the fact does to the quantity: `sign * quantity` is added. */
  readonly sign: 1 | -1;
  /** The credit under which it counts; null: under both, since nobody shares it. */
  readonly credit: Credit | null;
  /** 1 where the line itself is counted, 0 for a partner's part of it. */
  readonly lines: 0 | 1;
  /** As stored, unsigned: whole numbers from 0 to 2^53 - 1. Zero is a quantity too. Members stand once each. */
  readonly quantity: LineQuantity;
}

/**
 * A quantity as it is shown; what its metric does not have is null. Numbers may be negative where lines
 * leave. SUM and DISTINCT: value. RATIO: numerator and denominator. AVERAGE: sum, and the count it is over.
 */
export interface Quantity {
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly sum: number | null;
  /** Number of lines; for AVERAGE the count that its lines hold. */
  readonly count: number;
  /** False where some of the people counted are known by number only. */
  readonly exact: boolean;
}

/** What a figure is about. */
export interface FigureName {
  /** Null: of units that stand nowhere in the tree. */
  readonly unitId: string | null;
  /** Null: all areas together. */
  readonly areaCode: string | null;
  readonly metric: string;
}

/** A figure on both planes. */
export interface Figure extends FigureName {
  readonly combine: Combine;
  readonly approved: Quantity;
  readonly pending: Quantity;
}
