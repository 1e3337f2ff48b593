import type { Line, Position } from '@thidua/events';
import type { Duty } from './duty.js';
import type { Moment, ReportChains } from './report-chains.js';
import type { Round } from './rounds.js';

/** A version of a report that another one counts. */
export interface Inclusion {
  readonly reportId: string;
  readonly version: number;
}

/** Which saying of a report: what is not sent yet, or a version. */
export type Which = 'draft' | number;

/** An approved line as a report counts it. */
export interface CountedLine {
  readonly achievementId: string;
  readonly areaCode: string;
  readonly ownerOrgId: string;
  readonly line: Line;
  /** The position at which it was read. */
  readonly readAt: Position;
}

/** What a report says of itself, at the moment at which it reads: its own lines, and whose reports it counts. */
export interface Saying {
  readonly duty: Duty;
  readonly round: Round;
  readonly moment: Moment;
  readonly coversTo: string;
  readonly children: readonly Inclusion[];
  readonly chains: ReportChains;
  /** Of a supplement: the version of the final report that it is less. */
  readonly lessVersion: number | null;
}

export const lineKeyOf = (achievementId: string, lineId: string): string => JSON.stringify([achievementId, lineId]);

/** Whose report an organisation's lines belong to: the last of some sayings that is its nearest reporter's. */
export const reportsByOwner = (sayings: readonly Saying[]): ((ownerOrgId: string) => Saying | undefined) => {
  // Most sayings share the chains of their day, so each owner is looked up once for each of those.
  const placesBy = new Map<Saying['chains'], Map<string, number>>();
  for (const [place, { chains, duty }] of sayings.entries()) {
    const places = placesBy.get(chains) ?? new Map<string, number>();
    placesBy.set(chains, places.set(duty.orgId, place));
  }
  return (ownerOrgId) => {
    let last = -1;
    for (const [chains, places] of placesBy) {
      last = Math.max(last, places.get(chains.reporterOf(ownerOrgId) ?? '') ?? -1);
    }
    return sayings[last];
  };
};
