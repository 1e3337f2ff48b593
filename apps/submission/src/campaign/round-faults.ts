import type { Refusal } from '@thidua/event-sourcing';
import { type EventData, type UnitLevel, unitLevels } from '@thidua/events';
import { refuse } from '@thidua/service/refusals';

// How the rounds of a plan hang together, so that each line counts once on its way up (figures.md 6).

type Round = EventData<'ReportRoundDefined.v1'>;
type ByCode = ReadonlyMap<string, Round>;

export type RoundRefusal = Refusal<
  'MISSING' | 'ROUND_FEEDS' | 'ROUND_FEEDS_UPWARD' | 'ROUND_SUPPLEMENTS' | 'SUMMARY_ROUND'
>;

/** What is wrong with the rounds of a plan; fields as the plan's input names them. */
export const roundFaults = (rounds: readonly Round[]): readonly RoundRefusal[] => {
  const byCode = new Map(rounds.map((round) => [round.roundCode, round]));
  const summary = rounds.findIndex(({ kind }) => kind === 'SUMMARY');
  return rounds.flatMap((round, index): readonly RoundRefusal[] => {
    const at = ['rounds', String(index)];
    if (round.fromOrgTypes.length === 0) return [refuse('MISSING', [...at, 'fromOrgTypes'], { what: 'fromOrgTypes' })];
    const another = round.kind === 'SUMMARY' && index !== summary;
    const fault = another
      ? refuse('SUMMARY_ROUND', ['kind'], { round: round.roundCode })
      : (supplementFault(round, byCode) ?? feedFault(round, byCode));
    return fault === null ? [] : [{ ...fault, field: [...at, ...(fault.field ?? [])] }];
  });
};

/** A supplement names the final round of the plan whose late and corrected work it brings. */
const supplementFault = ({ roundCode, kind, supplements }: Round, byCode: ByCode): RoundRefusal | null => {
  if (supplements !== undefined && !byCode.has(supplements)) {
    return refuse('ROUND_FEEDS', ['supplements'], { round: roundCode, feeds: supplements });
  }
  if (kind !== 'SUPPLEMENT' || byCode.get(supplements ?? '')?.kind === 'FINAL') return null;
  return refuse('ROUND_SUPPLEMENTS', ['supplements'], { round: roundCode });
};

/** What a round feeds exists, closes no circle and is owed further up; nothing comes from a summary or into a supplement. */
const feedFault = (round: Round, byCode: ByCode): RoundRefusal | null => {
  const { roundCode, kind, feeds } = round;
  if (feeds === undefined) return null;
  const broken = brokenFeed(round, byCode);
  if (broken !== null) return refuse('ROUND_FEEDS', ['feeds'], { round: roundCode, feeds: broken });
  if (kind === 'SUMMARY') return refuse('SUMMARY_ROUND', ['feeds'], { round: roundCode });
  const fed = byCode.get(feeds);
  const upward = fed !== undefined && (kind === 'SUPPLEMENT' || isAbove(fed.fromLevel, round.fromLevel));
  if (upward && fed.kind !== 'SUPPLEMENT') return null;
  return refuse('ROUND_FEEDS_UPWARD', ['feeds'], { round: roundCode, feeds });
};

const isAbove = (level: UnitLevel, other: UnitLevel): boolean => unitLevels.indexOf(level) < unitLevels.indexOf(other);

/** The first round on the way up that does not exist or was there before; null where the way ends well. */
const brokenFeed = (round: Round, byCode: ByCode): string | null => {
  const passed = new Set([round.roundCode]);
  let next = round.feeds;
  while (next !== undefined) {
    const above = byCode.get(next);
    if (!above || passed.has(next)) return next;
    passed.add(next);
    next = above.feeds;
  }
  return null;
};
