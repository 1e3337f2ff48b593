import { type Refusal, refusedFor } from '@thidua/event-sourcing';
import type { Line } from '@thidua/events';
import { refuse } from '@thidua/service/refusals';
import type { CampaignInForce } from '../campaign/campaign.decider.js';
import { parseQuantity, type QuantityRefusal } from './quantity.js';

/** A line as it was sent: nothing of it is trusted yet. */
export interface LineInput {
  readonly lineId: string;
  readonly metric: string;
  readonly effectiveOn: string | null;
  readonly value: string | null;
}

export type LineRefusal =
  | QuantityRefusal
  | Refusal<
      | 'UNKNOWN_METRIC'
      | 'METRIC_NOT_SUPPORTED'
      | 'MISSING'
      | 'DAY_OUTSIDE_PERIOD'
      | 'DAY_IN_FUTURE'
      | 'DUPLICATE'
      | 'TEXT_INVALID'
      | 'TOO_MANY'
      | 'UNKNOWN_LINE'
    >;

interface Reported {
  readonly lines: Line[];
  readonly removedLineIds: string[];
}

const linesMax = 200;

/** The lines that really change, or every fault of the form at once. */
export const reportedLines = (
  sent: {
    readonly lines: readonly LineInput[];
    readonly removedLineIds: readonly string[];
    readonly campaign: CampaignInForce;
    readonly today: string;
  },
  before: readonly Line[],
): Reported | LineRefusal => {
  // A list too long is not read at all: no form makes more work than it may.
  const tooLong = refusedFor([
    ...tooMany('lines', sent.lines.length),
    ...tooMany('removedLineIds', sent.removedLineIds.length),
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
    const line = lineOf(input, sent.campaign, sent.today, at);
    if (!('lineId' in line)) faults.push(...line);
    else if (!sameLine(line, byId.get(line.lineId))) lines.push(line);
  }
  const kept = [...byId.keys()].filter((lineId) => !removed.has(lineId));
  faults.push(...tooMany('lines', new Set([...kept, ...ids]).size));
  return refusedFor(faults) ?? { lines, removedLineIds: [...sent.removedLineIds] };
};

const tooMany = (field: string, count: number): readonly LineRefusal[] =>
  count > linesMax ? [refuse('TOO_MANY', [field], { max: linesMax, count })] : [];

const removalFaults = (removed: readonly string[], before: ReadonlyMap<string, Line>): readonly LineRefusal[] =>
  removed.flatMap((lineId, index): readonly LineRefusal[] => {
    const at = ['removedLineIds', String(index)];
    if (removed.indexOf(lineId) < index) return [refuse('DUPLICATE', at, { code: lineId })];
    return before.has(lineId) ? [] : [refuse('UNKNOWN_LINE', at, { lineId })];
  });

/** A line that may be stored, or what is wrong with its id, its quantity and its day. */
const lineOf = (
  input: LineInput,
  campaign: CampaignInForce,
  today: string,
  at: readonly string[],
): Line | readonly LineRefusal[] => {
  const { lineId, metric, effectiveOn } = input;
  const faults: LineRefusal[] = [];
  if (lineId.length === 0 || lineId.length > 200) faults.push(refuse('TEXT_INVALID', [...at, 'lineId'], { max: 200 }));
  const value = quantityOf(input, campaign, at);
  if (typeof value !== 'number') faults.push(value);
  faults.push(...dayFaults(effectiveOn, campaign, today, [...at, 'effectiveOn']));
  if (typeof value !== 'number' || effectiveOn === null || faults.length > 0) return faults;
  return { lineId, metric, quantity: { value }, effectiveOn };
};

/** The quantity as it is stored: its metric is known and adds up, its number is exact. */
const quantityOf = (
  { metric, value }: LineInput,
  { metrics }: CampaignInForce,
  at: readonly string[],
): number | LineRefusal => {
  const rule = metrics.get(metric);
  if (!rule) return refuse('UNKNOWN_METRIC', [...at, 'metric'], { metric, allowed: [...metrics.keys()] });
  const { combine, decimals } = rule;
  if (combine !== 'SUM') return refuse('METRIC_NOT_SUPPORTED', [...at, 'metric'], { metric, combine });
  return parseQuantity(value, { metric, decimals }, [...at, 'value']);
};

/** A day is given, inside the period and not to come. */
const dayFaults = (
  day: string | null,
  { periodStart: from, periodEnd: to }: CampaignInForce,
  today: string,
  field: readonly string[],
): readonly LineRefusal[] => {
  if (day === null) return [refuse('MISSING', field, { what: 'effectiveOn' })];
  if (day < from || day > to) return [refuse('DAY_OUTSIDE_PERIOD', field, { day, from, to })];
  return day > today ? [refuse('DAY_IN_FUTURE', field, { day, today })] : [];
};

const sameLine = (line: Line, before: Line | undefined): boolean =>
  before !== undefined &&
  before.metric === line.metric &&
  before.quantity.value === line.quantity.value &&
  before.effectiveOn === line.effectiveOn;
