import { type Refusal, refusedFor } from '@thidua/event-sourcing';
import { type Line, linesMax, membersMax } from '@thidua/events';
import { refuse } from '@thidua/service/refusals';
import type { CampaignInForce } from '../campaign/campaign-gates.js';
import { mergeLines } from './achievement.state.js';
import { lineQuantity, type QuantityInput, type QuantityRefusal, sameQuantity } from './line-quantity.js';
import { dayFaults } from './step-rules.js';

/** A line as it was sent: nothing of it is trusted yet. */
export interface LineInput extends QuantityInput {
  readonly lineId: string;
  readonly metric: string;
  readonly effectiveOn?: string | null;
}

export type LineRefusal =
  | QuantityRefusal
  | Refusal<'UNKNOWN_METRIC' | 'MISSING' | 'DAY_OUTSIDE_PERIOD' | 'DAY_IN_FUTURE' | 'TEXT_INVALID' | 'UNKNOWN_LINE'>;

interface Reported {
  readonly lines: Line[];
  readonly removedLineIds: string[];
}

interface Sent {
  readonly lines: readonly LineInput[];
  readonly removedLineIds: readonly string[];
  readonly campaign: CampaignInForce;
  readonly today: string;
}

/** The lines that really change, or every fault of the form at once. */
export const reportedLines = (sent: Sent, before: readonly Line[], achievementId: string): Reported | LineRefusal => {
  // A list too long is not read at all: no form makes more work than it may.
  const tooLong = refusedFor([
    ...tooMany('lines', sent.lines.length, linesMax),
    ...tooMany('removedLineIds', sent.removedLineIds.length, linesMax),
    ...tooMany('lines', membersSent(sent.lines), membersMax),
  ]);
  if (tooLong) return tooLong;
  const byId = new Map(before.map((line) => [line.lineId, line]));
  const removed = new Set(sent.removedLineIds);
  const lines: Line[] = [];
  const faults: LineRefusal[] = [...removalFaults(sent.removedLineIds, byId)];
  const ids = new Set<string>();
  for (const [index, input] of sent.lines.entries()) {
    const at = ['lines', String(index)];
    if (ids.has(input.lineId) || removed.has(input.lineId)) {
      faults.push(refuse('DUPLICATE', [...at, 'lineId'], { code: input.lineId }));
    }
    ids.add(input.lineId);
    const line = lineOf(input, sent, achievementId, at);
    if (!('lineId' in line)) faults.push(...line);
    else if (!sameLine(line, byId.get(line.lineId))) lines.push(line);
  }
  const kept = [...byId.keys()].filter((lineId) => !removed.has(lineId));
  faults.push(...tooMany('lines', new Set([...kept, ...ids]).size, linesMax));
  faults.push(...tooMany('lines', membersOf(mergeLines(before, lines, sent.removedLineIds)), membersMax));
  return refusedFor(faults) ?? { lines, removedLineIds: [...sent.removedLineIds] };
};

const tooMany = (field: string, count: number, max: number): readonly LineRefusal[] =>
  count > max ? [refuse('TOO_MANY', [field], { max, count })] : [];

const membersSent = (lines: readonly LineInput[]): number =>
  lines.reduce((sum, { members }) => sum + (members?.length ?? 0), 0);

/** Members of all lines; one who stands on several counts on each, since each names them. */
const membersOf = (lines: readonly Line[]): number =>
  lines.reduce((sum, { quantity }) => sum + ('members' in quantity ? quantity.members.length : 0), 0);

const removalFaults = (removed: readonly string[], before: ReadonlyMap<string, Line>): readonly LineRefusal[] =>
  removed.flatMap((lineId, index): readonly LineRefusal[] => {
    const at = ['removedLineIds', String(index)];
    if (removed.indexOf(lineId) < index) return [refuse('DUPLICATE', at, { code: lineId })];
    return before.has(lineId) ? [] : [refuse('UNKNOWN_LINE', at, { lineId })];
  });

/** A line that may be stored, or what is wrong with its id, its quantity and its day. */
const lineOf = (
  input: LineInput,
  { campaign, today }: Sent,
  achievementId: string,
  at: readonly string[],
): Line | readonly LineRefusal[] => {
  const { lineId, metric, effectiveOn = null } = input;
  const faults: LineRefusal[] = [];
  if (lineId.length === 0 || lineId.length > 200) faults.push(refuse('TEXT_INVALID', [...at, 'lineId'], { max: 200 }));
  const rule = campaign.metrics.get(metric);
  const read = rule ? lineQuantity(input, { metric, ...rule, achievementId }, at) : null;
  const allowed = [...campaign.metrics.keys()];
  faults.push(...(read?.faults ?? [refuse('UNKNOWN_METRIC', [...at, 'metric'], { metric, allowed })]));
  const day = [...at, 'effectiveOn'];
  if (effectiveOn === null) faults.push(refuse('MISSING', day, { what: 'effectiveOn' }));
  else faults.push(...dayFaults(effectiveOn, campaign, today, day));
  if (!read?.quantity || effectiveOn === null || faults.length > 0) return faults;
  return { lineId, metric, quantity: read.quantity, effectiveOn };
};

const sameLine = (line: Line, before: Line | undefined): boolean =>
  before !== undefined &&
  before.metric === line.metric &&
  before.effectiveOn === line.effectiveOn &&
  sameQuantity(before.quantity, line.quantity);
