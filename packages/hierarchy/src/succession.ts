import type { Coverage, EventData, Position } from '@thidua/events';

/** That a unit went, whole or in part, to another one, seen from either of them. */
export interface Succession {
  /** The other unit: the successor, or the predecessor. */
  readonly unitId: string;
  readonly coverage: Coverage;
  /** First day on which the predecessor no longer exists. */
  readonly validFrom: string;
  readonly reorganisationId: string | null;
  /** Number of the document it rests on, null where nobody stated one. */
  readonly legalBasis: string | null;
}

type Known = Succession & { readonly position: Position };

const none: readonly Known[] = [];

/** What became of which unit. A unit goes to others only when it ends, so no chain comes back to where it began. */
export class SuccessionLog {
  private readonly forward = new Map<string, Known[]>();
  private readonly backward = new Map<string, Known[]>();
  private readonly resolutions = new Map<string, string>();

  reorganise({ reorganisationId, resolutionNo }: EventData<'UnitsReorganised.v1'>): void {
    this.resolutions.set(reorganisationId, resolutionNo);
  }

  dissolve(data: EventData<'UnitDissolved.v1'>, position: Position): void {
    const { validFrom, reorganisationId = null } = data;
    const resolution = reorganisationId === null ? undefined : this.resolutions.get(reorganisationId);
    const legalBasis = data.legalBasis ?? resolution ?? null;
    for (const { unitId, coverage } of data.successors) {
      const known = { coverage, validFrom, reorganisationId, legalBasis, position };
      push(this.forward, data.unitId, { unitId, ...known });
      push(this.backward, unitId, { unitId: data.unitId, ...known });
    }
  }

  successors(unitId: string, knownUpTo: Position): readonly Succession[] {
    return upTo(this.forward.get(unitId), knownUpTo);
  }

  predecessors(unitId: string, knownUpTo: Position): readonly Succession[] {
    return upTo(this.backward.get(unitId), knownUpTo);
  }
}

const push = (links: Map<string, Known[]>, unitId: string, link: Known): void => {
  const list = links.get(unitId);
  if (list) list.push(link);
  else links.set(unitId, [link]);
};

const upTo = (links: readonly Known[] = none, knownUpTo: Position): readonly Succession[] =>
  links.filter(({ position }) => position <= knownUpTo).map(({ position: _, ...link }) => link);
