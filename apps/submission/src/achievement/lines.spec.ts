import { describe, expect, it } from '@jest/globals';
import { isRefusal } from '@thidua/event-sourcing';
import type { Line } from '@thidua/events';
import {
  launchedCampaign,
  line,
  people,
  person,
  report,
  sent,
  sentLines,
  storedLines,
} from '../../test/achievements.js';
import { type LineInput, type LineRefusal, reportedLines } from './lines.js';

interface Form {
  readonly before?: readonly Line[];
  readonly removed?: readonly string[];
  readonly today?: string;
}

const reporting = (lines: readonly LineInput[], { before = [], removed = [], today = '2022-05-01' }: Form = {}) =>
  reportedLines({ ...report(lines), removedLineIds: removed, today }, before, 'road');

/** All that is wrong with a form, in the order it is said. */
const faults = (lines: readonly LineInput[], form: Form = {}) => {
  const reported = reporting(lines, form);
  if (!isRefusal<LineRefusal>(reported)) throw new Error('the form was taken');
  const { also = [], ...first } = reported;
  return [first, ...also];
};

/** How many lines a form sets and removes. */
const counts = (lines: readonly LineInput[], form: Form = {}) => {
  const reported = reporting(lines, form);
  return 'refused' in reported ? reported : [reported.lines.length, reported.removedLineIds.length];
};

const at = (field: string, index = 0) => ['lines', String(index), field];
const period = { from: '2022-01-01', to: '2022-06-30' };

describe('scenario 13: a line', () => {
  it('without a day is refused', () => {
    expect(faults([sent('a', { effectiveOn: null })])).toEqual([
      { refused: 'MISSING', field: at('effectiveOn'), detail: { what: 'effectiveOn' } },
    ]);
  });

  it('without a quantity is refused', () => {
    expect(faults([sent('a', { value: null })])).toEqual([{ refused: 'QUANTITY_MISSING', field: at('value') }]);
  });

  it.each(['2021-12-31', '2022-07-01'])('of %s, a day outside the period, is refused', (day) => {
    expect(faults([sent('a', { effectiveOn: day })], { today: '2022-12-31' })).toEqual([
      { refused: 'DAY_OUTSIDE_PERIOD', field: at('effectiveOn'), detail: { day, ...period } },
    ]);
  });

  it('of a day after today is refused', () => {
    expect(faults([sent('a', { effectiveOn: '2022-05-02' })])).toEqual([
      { refused: 'DAY_IN_FUTURE', field: at('effectiveOn'), detail: { day: '2022-05-02', today: '2022-05-01' } },
    ]);
  });

  it('of zero is taken', () => {
    expect(reporting([sent('a', { value: '0' })])).toEqual({ lines: [line('a', 0)], removedLineIds: [] });
  });
});

describe('a line', () => {
  it.each(['2022-01-01', '2022-06-30'])('of %s, the first or last day of the period, is taken', (day) => {
    const taken = reporting([sent('a', { effectiveOn: day })], { today: '2022-12-31' });
    expect(taken).toEqual({ lines: [line('a', 100, day)], removedLineIds: [] });
  });

  it('of today is taken', () => {
    const taken = reporting([sent('a', { effectiveOn: '2022-05-01' })]);
    expect(taken).toEqual({ lines: [line('a', 100, '2022-05-01')], removedLineIds: [] });
  });

  it('is stored in the decimals of its metric', () => {
    const score = { lineId: 'a', metric: 'score', quantity: { value: 855 }, effectiveOn: '2022-03-10' };
    expect(reporting([sent('a', { metric: 'score', value: '85.5' })])).toEqual({ lines: [score], removedLineIds: [] });
  });

  it.each([
    ['-1', 'QUANTITY_NEGATIVE', { value: '-1' }],
    ['1.5', 'QUANTITY_TOO_PRECISE', { value: '1.5', metric: 'road_m', decimals: 0 }],
    ['9007199254740992', 'QUANTITY_TOO_LARGE', { value: '9007199254740992', max: '9007199254740991' }],
  ])('of %s is refused as %s', (value, refused, detail) => {
    expect(faults([sent('a', { value })])).toEqual([{ refused, field: at('value'), detail }]);
  });

  it('of a metric that the campaign lacks is refused and told which there are', () => {
    const detail = { metric: 'trees', allowed: ['road_m', 'score', 'people', 'rate', 'mean', 'model'] };
    expect(faults([sent('a', { metric: 'trees' })])).toEqual([
      { refused: 'UNKNOWN_METRIC', field: at('metric'), detail },
    ]);
  });

  it.each([0, 201])('with an id of %i characters is refused', (length) => {
    expect(faults([sent('x'.repeat(length))])).toEqual([
      { refused: 'TEXT_INVALID', field: at('lineId'), detail: { max: 200 } },
    ]);
  });

  it('with an id of 200 characters is taken', () => {
    expect(counts([sent('x'.repeat(200))])).toEqual([1, 0]);
  });

  it('equal to the one that stands makes nothing', () => {
    expect(reporting([sent('a')], { before: [line('a', 100)] })).toEqual({ lines: [], removedLineIds: [] });
  });

  it.each<[string, Partial<LineInput>, Line]>([
    ['quantity', { value: '101' }, line('a', 101)],
    ['day', { effectiveOn: '2022-03-11' }, line('a', 100, '2022-03-11')],
    ['metric', { metric: 'score', value: '10.0' }, { ...line('a', 100), metric: 'score' }],
  ])('that differs in its %s alone replaces the one that stands', (_, more, changed) => {
    expect(reporting([sent('a', more)], { before: [line('a', 100)] })).toEqual({
      lines: [changed],
      removedLineIds: [],
    });
  });
});

describe('line ids', () => {
  it('sent twice are refused where they stand again, also when both lines are equal', () => {
    expect(faults([sent('a'), sent('b'), sent('a')])).toEqual([
      { refused: 'DUPLICATE', field: at('lineId', 2), detail: { code: 'a' } },
    ]);
  });

  it('both set and removed are refused', () => {
    expect(faults([sent('a')], { before: [line('a', 1)], removed: ['a'] })).toEqual([
      { refused: 'DUPLICATE', field: at('lineId'), detail: { code: 'a' } },
    ]);
  });

  it('removed though no line has them are refused', () => {
    expect(faults([], { before: [line('a', 1)], removed: ['a', 'b'] })).toEqual([
      { refused: 'UNKNOWN_LINE', field: ['removedLineIds', '1'], detail: { lineId: 'b' } },
    ]);
  });

  it('removed twice are refused', () => {
    expect(faults([], { before: [line('a', 1)], removed: ['a', 'a'] })).toEqual([
      { refused: 'DUPLICATE', field: ['removedLineIds', '1'], detail: { code: 'a' } },
    ]);
  });

  it('removed are taken away', () => {
    expect(reporting([], { before: [line('a', 1)], removed: ['a'] })).toEqual({ lines: [], removedLineIds: ['a'] });
  });
});

describe('an achievement', () => {
  const tooMany = (field: string, count: number) => ({
    refused: 'TOO_MANY',
    field: [field],
    detail: { max: 200, count },
  });

  it('takes 200 lines', () => {
    expect(counts(sentLines(200))).toEqual([200, 0]);
  });

  it('refuses 201 lines sent at once', () => {
    expect(faults(sentLines(201))).toEqual([tooMany('lines', 201)]);
  });

  it('refuses the 201st line beside 200 that stand, unless another goes', () => {
    const before = storedLines(200);
    expect(faults([sent('one more')], { before })).toEqual([tooMany('lines', 201)]);
    expect(counts([sent('one more')], { before, removed: ['line-7'] })).toEqual([1, 1]);
  });

  it('exchanges all its 200 lines at once', () => {
    const before = storedLines(200);
    const others = sentLines(200).map((one) => ({ ...one, lineId: `${one.lineId}-new` }));
    const removed = before.map(({ lineId }) => lineId);
    expect(counts(others, { before, removed })).toEqual([200, 200]);
  });

  it('refuses a list of 201 removed lines', () => {
    const removed = Array.from({ length: 201 }, (_, n) => `line-${n}`);
    expect(faults([], { before: storedLines(200), removed })).toEqual([tooMany('removedLineIds', 201)]);
  });

  it('does not let an unknown removed line make room', () => {
    const refused = faults([sent('one more')], { before: storedLines(200), removed: ['nothing'] });
    expect(refused.map((fault) => fault.refused)).toEqual(['UNKNOWN_LINE', 'TOO_MANY']);
  });

  it('reads no list that is too long, however long', () => {
    expect(faults(Array.from({ length: 50_000 }, () => sent('a')))).toEqual([tooMany('lines', 50_000)]);
  });
});

describe('the people of an achievement', () => {
  const named = (lineId: string, first: number, count: number) =>
    sent(lineId, {
      ...{ metric: 'people', value: null },
      members: Array.from({ length: count }, (_, n) => person(first + n)),
    });
  const standing = [0, 1, 2, 3].map((n) =>
    people(
      `l${n}`,
      Array.from({ length: 2000 }, (_, k) => n * 2000 + k),
    ),
  );

  it('are at most 8,000 over all its lines, those that stand counted', () => {
    expect(counts([named('l3', 0, 2000)], { before: standing.slice(0, 3) })).toEqual([1, 0]);
    expect(faults([named('one more', 0, 1)], { before: standing })).toEqual([
      { refused: 'TOO_MANY', field: ['lines'], detail: { max: 8000, count: 8001 } },
    ]);
    expect(counts([named('one more', 0, 1)], { before: standing, removed: ['l0'] })).toEqual([1, 1]);
    expect(counts([named('l0', 9000, 2000)], { before: standing })).toEqual([1, 0]);
  });

  it('sent beyond that are not read at all', () => {
    const lines = [0, 1, 2, 3, 4].map((n) => named(`l${n}`, 0, 2000));
    expect(faults(lines)).toEqual([{ refused: 'TOO_MANY', field: ['lines'], detail: { max: 8000, count: 10_000 } }]);
  });

  it('in another order are the same line', () => {
    const before = [people('a', [1, 2])];
    const sentAgain = sent('a', { metric: 'people', value: null, members: [person(2), person(1)] });
    expect(counts([sentAgain], { before })).toEqual([0, 0]);
    expect(counts([{ ...sentAgain, members: [person(2)] }], { before })).toEqual([1, 0]);
  });
});

describe('a form with several faults', () => {
  it('is told all of them at once: id, quantity and day of each line, and what cannot be removed', () => {
    const lines = [
      sent('a', { value: '-5', effectiveOn: null }),
      sent('b'),
      sent('b', { metric: 'trees', effectiveOn: '2022-07-01' }),
      sent('', { value: null, effectiveOn: '2022-06-30' }),
    ];
    expect(faults(lines, { removed: ['gone'] }).map(({ refused, field }) => [refused, field?.join('.')])).toEqual([
      ['UNKNOWN_LINE', 'removedLineIds.0'],
      ['QUANTITY_NEGATIVE', 'lines.0.value'],
      ['MISSING', 'lines.0.effectiveOn'],
      ['DUPLICATE', 'lines.2.lineId'],
      ['UNKNOWN_METRIC', 'lines.2.metric'],
      ['DAY_OUTSIDE_PERIOD', 'lines.2.effectiveOn'],
      ['TEXT_INVALID', 'lines.3.lineId'],
      ['QUANTITY_MISSING', 'lines.3.value'],
      ['DAY_IN_FUTURE', 'lines.3.effectiveOn'],
    ]);
  });

  it('says of a campaign without metrics that there is none to name', () => {
    const campaign = launchedCampaign({ metrics: new Map() });
    const detail = { metric: 'road_m', allowed: [] };
    expect(reportedLines({ ...report([sent('a')]), campaign }, [], 'road')).toMatchObject({
      refused: 'UNKNOWN_METRIC',
      detail,
    });
  });
});
