import type { Position } from '@thidua/events';

/** `approved` counts; `pending` is what the figure gains if all that waits is approved. */
export const planes = ['approved', 'pending'] as const;
export type Plane = (typeof planes)[number];

/** One line that enters (+1) or leaves (-1) a plane, by one event. */
export interface Fact {
  readonly campaignId: string;
  /** The unit that did the work, fixed when it was registered. */
  readonly unitId: string;
  readonly areaCode: string;
  readonly metric: string;
  /** The line's own day (local date, ISO 8601), also where an undoing happens much later. */
  readonly effectiveOn: string;
  /** Where the log holds the event. */
  readonly position: Position;
  readonly plane: Plane;
  /** What the fact does to the number of lines, and to the sum: `sign * value` is added to it. */
  readonly sign: 1 | -1;
  /** The line's quantity: a whole number of the metric's stored unit, 0 to 2^53 - 1. Zero is a line too. */
  readonly value: number;
}

/** A sum of lines and how many lines it is the sum of. Both may be negative where lines leave. */
export interface Quantity {
  readonly value: number;
  readonly count: number;
}

/** What a figure is about. */
export interface FigureName {
  readonly unitId: string;
  /** Null: all areas together. */
  readonly areaCode: string | null;
  readonly metric: string;
}

/** A figure on both planes. */
export interface Figure extends FigureName {
  readonly approved: Quantity;
  readonly pending: Quantity;
}
