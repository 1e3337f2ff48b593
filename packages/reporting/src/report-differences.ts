import type { Line, Position, ReportTotalQuantity } from '@thidua/events';
import type { ApprovedLines, ApprovedWork } from './approved-lines.js';
import { inOrder, less, nothingLike, pairOf, Tally } from './report-totals.js';
import { type CountedLine, lineKeyOf, reportsByOwner, type Saying } from './saying.js';

/** Why an approved figure differs from a reported one, in the order in which the first that fits is taken. */
export const differenceReasons = ['REVOKED', 'CORRECTED', 'APPROVED_LATER', 'AFTER_COVER_DAY', 'NOT_REPORTED'] as const;
export type DifferenceReason = (typeof differenceReasons)[number];

export interface DifferenceLine {
  readonly achievementId: string;
  readonly lineId: string;
  readonly ownerOrgId: string;
  readonly effectiveOn: string;
  /** What it does to the figure, after the lines before it: of a DISTINCT only who is not counted yet. */
  readonly change: ReportTotalQuantity;
}

interface DifferencePart {
  readonly reason: DifferenceReason;
  readonly change: ReportTotalQuantity;
  readonly lines: readonly DifferenceLine[];
}

/** What is approved now beside what a report says, of one area and metric; the parts sum to the change exactly. */
export interface ReportDifference {
  readonly areaCode: string;
  readonly metric: string;
  readonly reported: ReportTotalQuantity;
  readonly approvedNow: ReportTotalQuantity;
  readonly parts: readonly DifferencePart[];
}

/** A line that a report counts otherwise than it is approved now: as it was counted, and as it is. */
interface Change {
  readonly reason: DifferenceReason;
  readonly work: Pick<ApprovedWork, 'achievementId' | 'areaCode' | 'ownerOrgId'>;
  readonly metric: string;
  readonly before: Line | null;
  readonly now: Line | null;
}

/** Equal lines count alike: the same metric, day and quantity. */
export const sameLine = (one: Line, other: Line): boolean =>
  one === other ||
  (one.metric === other.metric && one.effectiveOn === other.effectiveOn && sameQuantity(one.quantity, other.quantity));

const sameQuantity = (one: Line['quantity'], other: Line['quantity']): boolean => {
  if ('members' in one && 'members' in other) {
    const [members, others] = [new Set(one.members), new Set(other.members)];
    return members.size === others.size && [...members].every((member) => others.has(member));
  }
  const numbers: Readonly<Record<string, unknown>> = { ...other };
  const entries = Object.entries(one);
  return entries.length === Object.keys(numbers).length && entries.every(([name, number]) => numbers[name] === number);
};

export interface DifferenceAsked {
  readonly saying: Saying;
  /** Every line that it counts, by `lineKeyOf`. */
  readonly counted: ReadonlyMap<string, CountedLine>;
  /** The saying and all that it counts. */
  readonly sayings: readonly Saying[];
  readonly approved: ApprovedLines;
  readonly knownUpTo: Position;
}

/**
 * What is approved now, of the organisations whose chain reaches the reporter and of those it counts, up to its
 * cover day, beside what it counts; without what a supplement is less.
 */
export const differencesOf = (asked: DifferenceAsked): readonly ReportDifference[] => {
  const byPair = new Map<string, Change[]>();
  for (const change of changesOf(asked)) {
    const pair = pairOf(change.work.areaCode, change.metric);
    const others = byPair.get(pair);
    if (others) others.push(change);
    else byPair.set(pair, [change]);
  }
  const reported = new Map<string, Tally>();
  for (const { areaCode, line } of asked.counted.values()) {
    const pair = pairOf(areaCode, line.metric);
    if (!byPair.has(pair)) continue;
    const tally = reported.get(pair) ?? new Tally(line.metric);
    tally.count(line.quantity, 1);
    reported.set(pair, tally);
  }
  return inOrder(
    [...byPair].flatMap(([pair, changes]) => {
      const [first] = changes;
      return first ? [differenceBy(changes, first, reported.get(pair) ?? new Tally(first.metric))] : [];
    }),
  );
};

/** Takes the changes one after the other, by their reasons in order, so that what each does sums exactly. */
const differenceBy = (changes: readonly Change[], { work, metric }: Change, tally: Tally): ReportDifference => {
  const like = changes.flatMap(({ before, now }) => before ?? now ?? [])[0];
  // A figure that nothing was counted in takes the shape of what comes to it.
  if (like) {
    tally.count(like.quantity, 1);
    tally.count(like.quantity, -1);
  }
  const reported = tally.quantity();
  const parts = differenceReasons.flatMap((reason): readonly DifferencePart[] => {
    const from = tally.quantity();
    const lines = changes.filter((change) => change.reason === reason).map((change) => lineOf(change, tally));
    return lines.length === 0 ? [] : [{ reason, change: less(tally.quantity(), from, metric), lines }];
  });
  return { areaCode: work.areaCode, metric, reported, approvedNow: tally.quantity(), parts };
};

const lineOf = ({ work, metric, before, now }: Change, tally: Tally): DifferenceLine => {
  const from = tally.quantity();
  if (before) tally.count(before.quantity, -1);
  if (now) tally.count(now.quantity, 1);
  const { achievementId, ownerOrgId } = work;
  const { lineId = '', effectiveOn = '' } = now ?? before ?? {};
  return { achievementId, lineId, ownerOrgId, effectiveOn, change: less(tally.quantity(), from, metric) };
};

const changesOf = (asked: DifferenceAsked): readonly Change[] => {
  const { saying, counted, approved } = asked;
  const concerned = new Set([...counted.values()].map(({ ownerOrgId }) => ownerOrgId));
  for (const owner of saying.chains.allBelow(saying.duty.orgId)) concerned.add(owner);
  const reportOf = reportsByOwner(asked.sayings);
  return [...concerned].flatMap((owner) => {
    const reported = reportOf(owner);
    return approved.of(owner).flatMap((work) => changesOfWork(work, asked, reported));
  });
};

const changesOfWork = (work: ApprovedWork, asked: DifferenceAsked, reported: Saying | undefined): readonly Change[] => {
  const { act, lines } = work.states.at(asked.knownUpTo);
  if (act === null) return [];
  const now = new Map(lines.map((line) => [line.lineId, line]));
  const { coversTo } = asked.saying;
  return lineIdsOf(work).flatMap((lineId) => {
    const before = asked.counted.get(lineKeyOf(work.achievementId, lineId))?.line ?? null;
    const line = now.get(lineId);
    const is = line && line.effectiveOn <= coversTo ? line : null;
    const reason = before ? reasonOfCounted(before, is, act) : is && whyUncounted(work, is, asked.saying, reported);
    return reason ? changeOf(work, reason, before, is) : [];
  });
};

/** Null where a line that is counted is approved as it is counted. */
const reasonOfCounted = (before: Line, now: Line | null, act: 'approved' | 'corrected' | 'revoked') => {
  if (now && sameLine(before, now)) return null;
  return act === 'revoked' ? 'REVOKED' : 'CORRECTED';
};

/** A line that goes on under another metric leaves one figure and comes to another. */
const changeOf = (
  work: ApprovedWork,
  reason: DifferenceReason,
  before: Line | null,
  now: Line | null,
): readonly Change[] => {
  if (before && now && before.metric !== now.metric) {
    return [...changeOf(work, reason, before, null), ...changeOf(work, reason, null, now)];
  }
  const metric = (before ?? now)?.metric ?? '';
  return [{ reason, work, metric, before, now }];
};

/** Every line that the work ever had. */
const lineIdsOf = ({ states }: ApprovedWork): readonly string[] => [
  ...new Set(states.all().flatMap(({ lines }) => lines.map(({ lineId }) => lineId))),
];

/**
 * Why a line is not counted that is approved now. One of a day that its own report covers is judged from where that
 * report was read; any other from where the report in question was.
 */
const whyUncounted = (
  work: ApprovedWork,
  line: Line,
  saying: Saying,
  reported: Saying | undefined,
): DifferenceReason => {
  const isCovered = reported !== undefined && line.effectiveOn <= reported.coversTo;
  const { act, lines } = work.states.at((isCovered ? reported : saying).moment.position);
  if (act === null) return 'APPROVED_LATER';
  const before = lines.find(({ lineId }) => lineId === line.lineId);
  if (!before || !sameLine(before, line)) return 'CORRECTED';
  return reported && !isCovered ? 'AFTER_COVER_DAY' : 'NOT_REPORTED';
};

/** The other figure of a difference, less the same as a supplement is. */
export const withoutFinal = (
  { reported, approvedNow, ...difference }: ReportDifference,
  final: ReportTotalQuantity | undefined,
): ReportDifference => {
  const { metric } = difference;
  const taken = final ?? nothingLike(reported);
  return { ...difference, reported: less(reported, taken, metric), approvedNow: less(approvedNow, taken, metric) };
};
