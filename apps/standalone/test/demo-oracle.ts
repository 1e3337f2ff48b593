import type { MetricInput } from '@thidua/scenario';
import type { OracleList } from './demo-oracle-list.js';
import { known } from './demo-oracle-places.js';
import type { OracleNumbers } from './demo-oracle-quantities.js';
import type { OracleCredit, OracleEntry, OraclePlane } from './demo-oracle-work.js';

/** Days up to one, as known up to an instant; both from the first day of the campaign on. */
export interface OraclePoint {
  readonly upTo: string;
  /** ISO 8601 with the offset of the scenario's own instants; null: all. */
  readonly known: string | null;
}

export const planes = ['APPROVED', 'PENDING'] as const satisfies readonly OraclePlane[];
export const credits = ['LEAD', 'BY_SHARE'] as const satisfies readonly OracleCredit[];
/** A unit's own work, and all together with what lies below it. */
export const parts = ['own', 'total'] as const;
export type OraclePart = (typeof parts)[number];
export const allAreas = '*';

/** What a figure is of, in one text, such as `unit total 2.5 road_metre`; all areas are `*`. */
export const nameOf = (unitId: string, part: OraclePart, area: string, metric: string): string =>
  [unitId, part, area, metric].join(' ');

/** The figures of every unit at a point, by their names. What nothing is behind has no figure. */
export interface OracleFigures {
  /** The entries behind each figure, of both planes. */
  readonly behind: ReadonlyMap<string, readonly OracleEntry[]>;
  numbers(name: string, plane: OraclePlane): OracleNumbers;
}

export const askOracle = (list: OracleList, point: OraclePoint, credit: OracleCredit): OracleFigures => {
  const behind = new Map<string, OracleEntry[]>();
  const put = (name: string, entry: OracleEntry): void => {
    const entries = behind.get(name);
    if (entries) entries.push(entry);
    else behind.set(name, [entry]);
  };
  for (const entry of list.entries) {
    if (entry.credit !== null && entry.credit !== credit) continue;
    if (entry.day < list.campaign.periodStart || entry.day > point.upTo) continue;
    if (point.known !== null && entry.at > point.known) continue;
    for (const area of [entry.area, allAreas]) {
      put(nameOf(entry.unitId, 'own', area, entry.metric), entry);
      for (const unitId of list.places.upwards(entry.unitId)) put(nameOf(unitId, 'total', area, entry.metric), entry);
    }
  }
  return {
    behind,
    numbers: (name, plane) => combined(known(list.metrics, name.split(' ')[3] ?? ''), behind.get(name) ?? [], plane),
  };
};

/** The figure that some entries of one metric make on a plane. */
export const combined = (
  { combine }: MetricInput,
  entries: readonly OracleEntry[],
  plane: OraclePlane,
): OracleNumbers => {
  if (combine === 'DISTINCT') return people(entries, plane);
  let [value, num, den, sum, counted, lines] = [0, 0, 0, 0, 0, 0];
  for (const { amount, sign, lines: line, plane: on } of entries) {
    if (on !== plane) continue;
    lines += sign * line;
    if ('value' in amount) value += sign * amount.value;
    if ('num' in amount) {
      num += sign * amount.num;
      den += sign * amount.den;
    }
    if ('sum' in amount) {
      sum += sign * amount.sum;
      counted += sign * amount.count;
    }
  }
  if (combine === 'SUM') return { ...none, value, count: lines };
  return combine === 'RATIO'
    ? { ...none, numerator: num, denominator: den, count: lines }
    : { ...none, sum, count: counted };
};

const none = { value: null, numerator: null, denominator: null, sum: null, exact: true } as const;

/** Who waits is new or not by who is approved: what all together would be, less what is approved. */
const people = (entries: readonly OracleEntry[], plane: OraclePlane): OracleNumbers => {
  const approved = crowdOf(entries.filter((entry) => entry.plane === 'APPROVED'));
  if (plane === 'APPROVED') {
    return { ...none, value: approved.value, count: approved.lines, exact: approved.declaring === 0 };
  }
  const all = crowdOf(entries);
  const isDeclared = approved.declaring !== 0 || all.declaring !== 0;
  const waits = crowdOf(entries.filter((entry) => entry.plane === 'PENDING')).isAnything;
  return {
    ...none,
    value: all.value - approved.value,
    count: all.lines - approved.lines,
    exact: !(isDeclared && waits),
  };
};

/** The people whom lines still name, and those who are only told by number. */
const crowdOf = (entries: readonly OracleEntry[]) => {
  const named = new Map<string, number>();
  let [declared, declaring, lines] = [0, 0, 0];
  for (const { amount, sign } of entries) {
    lines += sign;
    if ('declared' in amount) {
      declared += sign * amount.declared;
      declaring += sign;
    }
    if (!('members' in amount)) continue;
    for (const member of amount.members) named.set(member, (named.get(member) ?? 0) + sign);
  }
  let value = declared;
  let isAnything = lines !== 0 || declared !== 0 || declaring !== 0;
  for (const times of named.values()) {
    if (times > 0) value += 1;
    if (times !== 0) isAnything = true;
  }
  return { value, lines, declaring, isAnything };
};
