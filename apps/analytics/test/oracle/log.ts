import type { AchievementEvent, Combine, UnitTreeEvent } from '@thidua/events';

/** An event that a figure may rest on, with its place in the log: the form in which the system stores it. */
export type Logged = (AchievementEvent | UnitTreeEvent) & { readonly position: number };

/** How a metric of the campaign combines. */
export interface MetricRule {
  readonly metric: string;
  readonly combine: Combine;
  /** Its members are the achievements themselves. */
  readonly countsItself: boolean;
}

export interface Campaign {
  readonly campaignId: string;
  readonly areas: readonly string[];
  readonly metrics: readonly MetricRule[];
}

export const credits = ['LEAD', 'BY_SHARE'] as const;
export type Credit = (typeof credits)[number];

/** A question about figures: the two dates, the tree, and who is credited (figures.md 2, 3, 5). */
export interface Question {
  /** First and last day that count. */
  readonly from: string;
  readonly to: string;
  /** The last position that is known: always the last one of an append. */
  readonly knownUpTo: number;
  /** Null: each fact under the tree of its own day. */
  readonly treeOn: string | null;
  readonly credit: Credit;
}
