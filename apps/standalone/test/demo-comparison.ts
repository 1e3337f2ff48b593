import type { CellAnswered, FactAnswered, FigureAsked, FiguresAnswered } from './demo-answers.js';
import { allAreas, combined, nameOf, type OracleFigures, planes } from './demo-oracle.js';
import type { OracleList } from './demo-oracle-list.js';
import { known } from './demo-oracle-places.js';
import type { OracleNumbers } from './demo-oracle-quantities.js';
import type { OracleEntry } from './demo-oracle-work.js';

/** Faults that are told; the first few say enough. */
const toldMax = 20;

/** Where the house says other figures of some units than the oracle. A figure that one of them does not have is nothing. */
export const differences = (
  list: OracleList,
  oracle: OracleFigures,
  { units, figures, unallocated }: FiguresAnswered,
): readonly string[] => {
  const found: string[] = unallocated === 0 ? [] : [`${unallocated} figures lie nowhere in particular`];
  const asked = new Set(units);
  for (const name of new Set([...oracle.behind.keys(), ...figures.keys()])) {
    const [unitId = '', , , metric = ''] = name.split(' ');
    if (!asked.has(unitId)) continue;
    for (const plane of planes) {
      const right = inWords(oracle.numbers(name, plane));
      const nothing = combined(known(list.metrics, metric), [], plane);
      const said = inWords(figures.get(name)?.[plane] ?? nothing);
      if (said !== right) found.push(`${readable(list, name)} ${plane}: the house says ${said}, right is ${right}`);
    }
  }
  return found.slice(0, toldMax);
};

/** Where the facts that the house names behind figures are not those of the list, or do not combine to the figure. */
export const differencesBehind = (
  list: OracleList,
  oracle: OracleFigures,
  asked: readonly FigureAsked[],
  answers: readonly (readonly FactAnswered[])[],
): readonly string[] => {
  const found: string[] = [];
  for (const [n, figure] of asked.entries()) {
    const name = nameOf(figure.unitId, 'total', figure.area ?? allAreas, figure.metric);
    const isSet = list.metrics.get(figure.metric)?.combine === 'DISTINCT';
    const entries = (oracle.behind.get(name) ?? []).filter(
      // Who waits is new or not by who is approved, so both are behind what waits.
      ({ plane }) => plane === figure.plane || (isSet && figure.plane === 'PENDING'),
    );
    const right = entries.map((entry) => wordsOfEntry(entry)).sort();
    const facts = answers[n] ?? [];
    const said = facts.map(wordsOfFact).sort();
    const missing = right.find((words, place) => words !== said[place]);
    if (missing !== undefined || said.length !== right.length) {
      found.push(
        `${readable(list, name)} ${figure.plane}: ${said.length} facts, not ${right.length}; first: ${missing}`,
      );
    } else if (!isSet && sumOf(facts) !== sumOf([{ quantity: oracle.numbers(name, figure.plane) }])) {
      found.push(`${readable(list, name)} ${figure.plane}: its facts sum to ${sumOf(facts)}`);
    }
  }
  return found.slice(0, toldMax);
};

/** Where a table holds other totals than the oracle, or lacks one of an area in which something counts. */
export const differencesInTable = (
  list: OracleList,
  oracle: OracleFigures,
  cells: readonly CellAnswered[],
): readonly string[] => {
  const found: string[] = [];
  const shown = new Set(cells.map(({ name }) => name));
  for (const name of oracle.behind.keys()) {
    const [, part, area] = name.split(' ');
    if (part !== 'total' || area === allAreas || shown.has(name)) continue;
    if (planes.some((plane) => !isNothing(oracle.numbers(name, plane))))
      found.push(`${readable(list, name)} is missing`);
  }
  for (const { name, cells: said, count } of cells) {
    const isAverage = list.metrics.get(name.split(' ')[3] ?? '')?.combine === 'AVERAGE';
    for (const plane of planes) {
      const { value, numerator, sum, denominator, count: lines } = oracle.numbers(name, plane);
      const right = [value ?? numerator ?? sum, isAverage ? lines : denominator, plane === 'APPROVED' ? lines : null];
      const answered = [...said[plane], plane === 'APPROVED' ? count : null];
      // A cell is empty where nothing counts on either plane.
      if (right.every((number, n) => (number ?? 0) === (answered[n] ?? 0))) continue;
      found.push(`${readable(list, name)} ${plane}: the table says ${answered}, right is ${right}`);
    }
  }
  return found.slice(0, toldMax);
};

const isNothing = ({ value, numerator, denominator, sum, count }: OracleNumbers): boolean =>
  [value, numerator, denominator, sum, count].every((number) => (number ?? 0) === 0);

const sumOf = (facts: readonly { readonly quantity: OracleNumbers }[]): string => {
  const total = (of: (quantity: OracleNumbers) => number | null) =>
    facts.reduce((sum, { quantity }) => sum + (of(quantity) ?? 0), 0);
  return [
    total(({ value }) => value),
    total(({ numerator }) => numerator),
    total(({ denominator }) => denominator),
    total(({ sum }) => sum),
    total(({ count }) => count),
  ].join(' ');
};

const inWords = ({ value, numerator, denominator, sum, count, exact }: OracleNumbers): string =>
  `${exact ? '' : 'about '}${value ?? (numerator === null ? `Σ${sum}` : `${numerator}/${denominator}`)} (${count})`;

const wordsOfFact = (fact: FactAnswered): string =>
  [
    ...[fact.eventType, fact.plane, fact.achievementId, fact.effectiveOn],
    ...[Date.parse(fact.recordedAt), inWords(fact.quantity)],
  ].join(' ');

const wordsOfEntry = ({ event, plane, achievement, day, at, sign, lines, amount }: OracleEntry): string => {
  const none = { value: null, numerator: null, denominator: null, sum: null, count: sign * lines || 0, exact: true };
  // Zero has no sign.
  const signed = (number: number): number => sign * number || 0;
  const quantityOf = (): OracleNumbers => {
    if ('value' in amount) return { ...none, value: signed(amount.value) };
    if ('num' in amount) return { ...none, numerator: signed(amount.num), denominator: signed(amount.den) };
    if ('sum' in amount) return { ...none, sum: signed(amount.sum), count: signed(amount.count) };
    if ('declared' in amount) return { ...none, value: signed(amount.declared), exact: false };
    return { ...none, value: signed(amount.members.length) };
  };
  return [event, plane, achievement, day, Date.parse(at), inWords(quantityOf())].join(' ');
};

/** A figure's name with the code of its unit, for whoever looks for a fault. */
const readable = (list: OracleList, name: string): string => {
  const [unitId = '', ...rest] = name.split(' ');
  return [list.places.units.get(unitId)?.code ?? unitId, ...rest].join(' ');
};
