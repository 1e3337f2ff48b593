import { describe, expect, it } from '@jest/globals';
import { projectionHandler } from '@thidua/event-sourcing';
import type { ParticipationEvent } from '@thidua/events';
import { memoryDatabase } from '../../../../packages/event-sourcing/test/memory-database.js';
import {
  invited,
  participationIn,
  planIssued,
  registered,
  targetRevised,
  targetSet,
  withdrawn,
} from '../../test/participations.js';
import { recordedFrom } from '../../test/recorded.js';
import {
  type ParticipationDocument,
  type ParticipationTables,
  participationProjection,
} from './participation.projection.js';
import { type ParticipationSelection, participationsAfter, participationsById } from './participation.queries.js';

const id = 'tra-vinh-2022:commune-committee';

const read = async (...histories: readonly (readonly ParticipationEvent[])[]) => {
  const database = memoryDatabase<ParticipationTables>();
  const handler = projectionHandler(participationProjection, database);
  await handler.start();
  let position = 0;
  for (const history of histories) {
    await handler.handle(recordedFrom(history, position));
    position += history.length;
  }
  return database;
};

const rowAfter = async (...history: readonly ParticipationEvent[]) => {
  const [row] = await participationsById(await read(history), [id]);
  if (!row) throw new Error('it was invited');
  const { document, ...keys } = row;
  return { ...keys, ...(JSON.parse(document) as ParticipationDocument) };
};

describe('a participation as it is read', () => {
  it.each([
    ['invited', 'INVITED'],
    ['registered', 'REGISTERED'],
    ['withdrawn', 'WITHDRAWN'],
  ] as const)('that is %s says %s, under the revision of its stream', async (state, status) => {
    expect(await rowAfter(...participationIn[state])).toMatchObject({
      campaign_id: 'tra-vinh-2022',
      org_id: 'commune-committee',
      unit_id: 'commune',
      status,
      revision: participationIn[state].length - 1,
    });
  });

  it('says nothing where nothing was said', async () => {
    expect(await rowAfter(invited)).toMatchObject({
      subjectKind: null,
      headcount: null,
      registeredOn: null,
      plan: null,
      targets: [],
      withdrawnBecause: null,
    });
  });

  it('keeps the day of its first registration where it is registered anew, or was never invited', async () => {
    const again = registered({ headcount: 13, registeredOn: '2022-04-01' });
    expect(await rowAfter(registered(), again)).toMatchObject({
      status: 'REGISTERED',
      headcount: 13,
      registeredOn: '2022-03-01',
    });
  });

  it('shows its last plan, and goes on being what it was', async () => {
    const plan = { documentNo: '3/KH', issuedOn: '2022-03-05', rounds: [], guidanceVi: 'Qua Văn phòng.' };
    expect(await rowAfter(invited, planIssued(), planIssued(plan))).toMatchObject({ status: 'INVITED', plan });
  });

  it('shows of each target the value of its latest day, the later word where two are of one day', async () => {
    const subtree = { targetId: 'subtree', scope: 'SUBTREE' } as const;
    const row = await rowAfter(
      invited,
      targetSet(),
      targetSet({ ...subtree, value: 7 }),
      targetRevised({ value: 150, effectiveOn: '2022-05-01' }),
      targetRevised({ value: 120, effectiveOn: '2022-04-01' }),
      targetRevised({ value: 140, effectiveOn: '2022-05-01' }),
    );
    expect(row.targets).toEqual([
      { targetId: 'metres', areaCode: '2.1', metric: 'road_m', value: 140, scope: 'OWN', effectiveOn: '2022-05-01' },
      { ...subtree, areaCode: '2.1', metric: 'road_m', value: 7, effectiveOn: '2022-03-01' },
    ]);
  });

  it('says why it withdrew, and what it had said', async () => {
    expect(await rowAfter(registered(), targetSet(), withdrawn)).toMatchObject({
      status: 'WITHDRAWN',
      withdrawnBecause: 'Sáp nhập.',
      targets: [{ value: 100 }],
    });
  });
});

describe('participations in a list', () => {
  const of = (orgId: string, unitId: string, campaignId = 'tra-vinh-2022'): ParticipationEvent => ({
    type: 'ParticipantInvited.v1',
    data: { campaignId, orgId, unitId, ruleId: 'rule-1' },
  });
  const who = { orgId: 'a', unitId: 'A', campaignId: 'tra-vinh-2022' };
  const histories = [
    [of('c', 'C')],
    [of('a', 'A'), registered(who)],
    [of('b', 'A')],
    [of('a', 'A', 'another')],
    [of('d', 'D')],
  ];
  const all: ParticipationSelection = {
    campaignId: 'tra-vinh-2022',
    unitIds: null,
    orgIds: [],
    within: null,
    status: null,
  };
  const listed = async (selection: Partial<ParticipationSelection>, after: string | null = null, limit = 10) =>
    (await participationsAfter(await read(...histories), { ...all, ...selection }, after, limit)).map(
      ({ org_id }) => org_id,
    );

  it('stand by organisation id, page after page, each campaign for itself', async () => {
    expect(await listed({})).toEqual(['a', 'b', 'c', 'd']);
    expect(await listed({}, null, 2)).toEqual(['a', 'b']);
    expect(await listed({}, 'b', 2)).toEqual(['c', 'd']);
    expect(await listed({}, 'd')).toEqual([]);
  });

  it('are those that may be read: of the units, and the organisations beside', async () => {
    expect(await listed({ unitIds: ['A'] })).toEqual(['a', 'b']);
    expect(await listed({ unitIds: ['A'], orgIds: ['d'] })).toEqual(['a', 'b', 'd']);
    expect(await listed({ unitIds: [], orgIds: [] })).toEqual([]);
  });

  it('are of those that were asked about, never more than may be read', async () => {
    expect(await listed({ within: ['A', 'D'], unitIds: ['A', 'C'] })).toEqual(['a', 'b']);
    expect(await listed({ status: ['REGISTERED'] })).toEqual(['a']);
    expect(await listed({ status: ['INVITED'], within: ['A'] })).toEqual(['b']);
    expect(await listed({ status: [] })).toEqual([]);
  });
});
