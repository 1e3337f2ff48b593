import type { EventData, Position } from '@thidua/events';

/** A target as it was set or revised, with its place in the log. */
export interface PositionedTarget extends EventData<'TargetSet.v1'> {
  readonly position: Position;
}

/** The targets of one campaign with all their revisions, in log order; only ever appended to. */
export class TargetHistory {
  private readonly versions = new Map<string, PositionedTarget[]>();
  private lastPosition: Position = 0;

  constructor(readonly campaignId: string) {}

  /** Takes the next one; positions never decrease. Throws on one of another campaign: a fault of the program. */
  append(target: PositionedTarget): void {
    const { campaignId, targetId, position } = target;
    if (campaignId !== this.campaignId)
      throw new Error(`a target of ${campaignId} does not belong to ${this.campaignId}`);
    if (position < this.lastPosition) throw new Error(`target at ${position} comes after ${this.lastPosition}`);
    const versions = this.versions.get(targetId);
    if (versions) versions.push(target);
    else this.versions.set(targetId, [target]);
    this.lastPosition = position;
  }

  /**
   * What each target was on a day (local date) as known at a position: of its versions that hold by then the one
   * with the latest (effectiveOn, position). One that holds from a later day only is left out.
   */
  inForce(on: string, knownUpTo: Position): readonly PositionedTarget[] {
    return [...this.versions.values()].flatMap((versions) => latestOf(versions, on, knownUpTo) ?? []);
  }
}

const latestOf = (
  versions: readonly PositionedTarget[],
  on: string,
  knownUpTo: Position,
): PositionedTarget | undefined => {
  let latest: PositionedTarget | undefined;
  for (const version of versions) {
    if (version.position > knownUpTo || version.effectiveOn > on) continue;
    if (latest === undefined || version.effectiveOn >= latest.effectiveOn) latest = version;
  }
  return latest;
};
