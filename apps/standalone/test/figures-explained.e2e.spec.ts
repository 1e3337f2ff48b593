import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { line, metres, people, person, Work } from './casebook-work.js';
import { type Answered, type CasebookWorld, openCasebookWorld } from './casebook-world.js';

/** The same figures as rows, as columns, as the facts behind them, and as the difference of two of them. */
describe('figures and what explains them', () => {
  let world: CasebookWorld;
  let work: Work;
  /** Receipts of the approvals, by what was approved. */
  const approved = new Map<string, string>();
  let revoked = '';

  beforeAll(async () => {
    world = await openCasebookWorld();
    world.at('2022-03-01');
    work = new Work(world, await world.campaign('explained', { areas: ['2.5', '2.6'] }));
    const fact = async (name: string, of: string, lines: Parameters<Work['approved']>[1], area = '2.5') => {
      const done = await work.approved(of, lines, { area });
      approved.set(name, done.receipt);
      return done;
    };
    const slip = await fact('duplicate', '29374-01', [metres(120, '2022-02-01')]);
    await fact('road', '29374-01', [metres(180, '2022-02-02')]);
    await fact('own', '29374', [metres(50, '2022-02-03')], '2.6');
    await fact('ratio', '29374', [line('poor_share', '2022-02-03', { numerator: '7', denominator: '12' })]);
    await fact('score', '29374-02', [line('score', '2022-02-03', { sum: '8.5', count: 2 })]);
    await fact('met', '29374-01', [people([person(1), person(2)], '2022-02-04')]);
    await work.waiting('29374-02', [people([person(2), person(3)], '2022-02-05')]);
    revoked = await work.revoke(slip);
  });
  afterAll(() => world?.close());

  const ask = (query: string, variables: Readonly<Record<string, unknown>> = {}, user = 'head@84') =>
    world.ask(user, query, { campaign: work.campaign, unit: world.unit('847'), ...variables });

  const table = async (levels: readonly string[] | null, areas: readonly string[] | null): Promise<Answered> =>
    (
      await ask(
        `query($campaign: ID!, $unit: ID!, $levels: [UnitLevel!], $areas: [String!]) {
          rollupTable(campaign: $campaign, unit: $unit, levels: $levels, areas: $areas) {
            units { code } parents columns { metric { code combine } area { code } }
            approved pending approvedDenominator pendingDenominator counts asOf { treeOn } freshness { position } } }`,
        { levels, areas },
      )
    ).rollupTable;

  it('hold in a table what they hold in rows, of all levels and of one', async () => {
    const { units, parents, columns, ...cells } = await table(null, null);
    expect(units.map(({ code }: Answered) => code)).toEqual([
      ...['847', '29374', '29374-01', '29374-02', '29398', '29398-01', '29398-02', '29395', '29395-01', '29395-02'],
    ]);
    expect(parents).toEqual([null, 0, 1, 1, 0, 4, 4, 0, 7, 7]);
    expect(columns.map(({ metric }: Answered) => metric.code)).toEqual(['person', 'poor_share', 'road_metre', 'score']);
    const row = (n: number, name: string) => cells[name].slice(4 * n, 4 * n + 4);
    expect(row(0, 'approved')).toEqual(['2', '7', '230', '85']);
    expect(row(0, 'pending')).toEqual(['1', '0', '0', '0']);
    expect(row(0, 'approvedDenominator')).toEqual([null, '12', null, '2']);
    expect(row(0, 'counts')).toEqual([1, 1, 2, 2]);
    expect(row(2, 'approved')).toEqual(['2', null, '180', null]);
    expect(row(3, 'approved')).toEqual(['0', null, null, '85']);
    expect(row(4, 'approved')).toEqual([null, null, null, null]);

    const communes = await table(['COMMUNE'], ['2.6', '2.5']);
    expect(communes.units.map(({ code }: Answered) => code)).toEqual(['847', '29374', '29398', '29395']);
    expect(communes.parents).toEqual([null, 0, 0, 0]);
    const columnOf = ({ metric, area }: Answered) => `${area.code} ${metric.code}`;
    expect(communes.columns.map(columnOf)).toEqual([
      ...['2.6 road_metre', '2.5 person', '2.5 poor_share', '2.5 road_metre', '2.5 score'],
    ]);
    expect(communes.approved.slice(5, 10)).toEqual(['50', '2', '7', '180', '85']);
  });

  it('show the units of a level however deep, and to the top alone that nothing stands nowhere', async () => {
    const { rollup } = await ask(`query($campaign: ID!, $unit: ID!) { rollup(campaign: $campaign, unit: $unit) {
      unplaced { approved { value } }
      children(level: HAMLET) { unit { code } own(metrics: ["road_metre"]) { approved { value } } } } }`);
    expect(rollup.unplaced).toBeNull();
    expect(rollup.children.map(({ unit, own }: Answered) => [unit.code, own[0].approved.value])).toEqual([
      ['29374-01', '180'],
      ...['29374-02', '29398-01', '29398-02', '29395-01', '29395-02'].map((code) => [code, '0']),
    ]);
    const top = await ask(
      'query($campaign: ID!, $unit: ID!) { rollup(campaign: $campaign, unit: $unit) { unplaced { approved { value } } } }',
      { unit: world.unit('84') },
    );
    expect(top.rollup.unplaced).toEqual([]);
  });

  const sources = async (variables: Readonly<Record<string, unknown>>): Promise<Answered> =>
    (
      await ask(
        `query($campaign: ID!, $unit: ID!, $metric: String!, $area: String, $plane: Plane, $asOf: AsOf) {
          contributions(campaign: $campaign, unit: $unit, metric: $metric, area: $area, plane: $plane, asOf: $asOf) {
            edges { node { owner { name unit { code } } position eventType plane effectiveOn recordedAt
              quantity { value numerator denominator sum count exact } } }
            pageInfo { hasNextPage } asOf { effectiveFrom } freshness { position } } }`,
        variables,
      )
    ).contributions;

  it('are what the facts behind them make', async () => {
    const { edges, pageInfo } = await sources({ metric: 'road_metre' });
    const told = edges.map(({ node }: Answered) => [node.eventType, node.owner.unit.code, node.quantity.value]);
    expect(told).toEqual([
      ['AchievementApproved', '29374-01', '120'],
      ['AchievementApproved', '29374-01', '180'],
      ['AchievementApproved', '29374', '50'],
      ['ApprovalRevoked', '29374-01', '-120'],
    ]);
    expect(pageInfo.hasNextPage).toBe(false);
    expect(edges[3].node).toMatchObject({
      ...{ position: revoked, plane: 'APPROVED', effectiveOn: '2022-02-01' },
      ...{ recordedAt: '2022-03-01T01:00:00.000Z', quantity: { count: -1, exact: true } },
    });
    expect((await sources({ metric: 'road_metre', area: '2.6' })).edges).toHaveLength(1);
    const before = { knownUpToPosition: approved.get('duplicate') };
    expect((await sources({ metric: 'road_metre', asOf: before })).edges).toHaveLength(1);
    expect((await sources({ metric: 'poor_share' })).edges[0].node.quantity).toMatchObject({
      ...{ value: null, numerator: '7', denominator: '12', sum: null, count: 1 },
    });
  });

  it('are for people who wait the facts of both planes', async () => {
    const { edges } = await sources({ metric: 'person', plane: 'PENDING' });
    expect(edges.map(({ node }: Answered) => [node.plane, node.eventType, node.quantity.value])).toEqual([
      ['PENDING', 'AchievementSubmitted', '2'],
      ['PENDING', 'AchievementApproved', '-2'],
      ['APPROVED', 'AchievementApproved', '2'],
      ['PENDING', 'AchievementSubmitted', '2'],
    ]);
  });

  const difference = async (variables: Readonly<Record<string, unknown>>, user?: string): Promise<Answered> =>
    (
      await ask(
        `query($campaign: ID!, $unit: ID!, $metric: String!, $plane: Plane, $from: AsOf!, $to: AsOf!) {
          difference(campaign: $campaign, unit: $unit, metric: $metric, plane: $plane, from: $from, to: $to) {
            from { value numerator count } to { value numerator count } change { value numerator count }
            parts { reason quantity { value } count facts { eventType quantity { value } } }
            fromAsOf { knownUpToPosition } toAsOf { effectiveUpTo } } }`,
        { from: {}, to: {}, metric: 'road_metre', ...variables },
        user,
      )
    ).difference;

  it('differ by one part where one approval was revoked', async () => {
    const before = String(Number(revoked) - 1);
    const found = await difference({ from: { knownUpToPosition: before } });
    expect(found).toMatchObject({
      ...{ from: { value: '350', count: 3 }, to: { value: '230', count: 2 }, change: { value: '-120', count: -1 } },
      ...{ fromAsOf: { knownUpToPosition: before }, toAsOf: { effectiveUpTo: '2022-03-01' } },
    });
    const facts = [{ eventType: 'ApprovalRevoked', quantity: { value: '-120' } }];
    expect(found.parts).toEqual([{ reason: 'REVOKED', quantity: { value: '-120' }, count: 1, facts }]);
  });

  it('differ by days, by late entries and by what was approved', async () => {
    const from = { effectiveUpTo: '2022-02-01', knownUpToPosition: approved.get('duplicate') };
    const told = (await difference({ from })).parts.map(({ reason, quantity }: Answered) => [reason, quantity.value]);
    expect(told).toEqual([
      ['REVOKED', '-120'],
      ['APPROVED', '230'],
    ]);
    const days = await difference({ from: { effectiveUpTo: '2022-02-02' } });
    expect(days.parts.map(({ reason, quantity }: Answered) => [reason, quantity.value])).toEqual([['NEW_DAYS', '50']]);
    const late = await difference({ from: { knownUpToPosition: approved.get('road') }, to: {} });
    expect(late.parts.map(({ reason, quantity }: Answered) => [reason, quantity.value])).toEqual([
      ['REVOKED', '-120'],
      ['LATE_ENTRY', '50'],
    ]);
    expect(await difference({ metric: 'vnd' })).toMatchObject({
      from: { value: '0' },
      change: { value: '0' },
      parts: [],
    });
    expect((await difference({ metric: 'score' })).change.value).toBeNull();
  });

  it('are nothing to whoever may not read the unit, as for a unit that does not exist', async () => {
    const to = { unit: world.unit('842') };
    expect(await difference(to, 'head@847')).toBeNull();
    expect(await difference({ unit: 'no-unit' })).toBeNull();
    expect(await sources({ metric: 'road_metre', unit: 'no-unit' })).toBeNull();
  });

  it('refuse a code that the campaign lacks, by name', async () => {
    await expect(difference({ metric: 'trees' })).rejects.toThrow('the campaign has no \\"trees\\"');
    await expect(sources({ metric: 'road_metre', area: '9.9' })).rejects.toThrow('BAD_USER_INPUT');
    await expect(table(null, ['9.9'])).rejects.toThrow('BAD_USER_INPUT');
  });
});
