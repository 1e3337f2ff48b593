import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { organisationIdOf, participationIdOf } from '@thidua/events';
import { campaignPlanInput, loadCampaignFile, loadTemplateFile, loadTraVinhUnits } from '@thidua/scenario';
import { openWorld, type World } from './world.js';

const inputs = {
  participationRegister: 'ParticipationRegisterInput',
  participationIssuePlan: 'UnitPlanInput',
  participationSetTargets: 'ParticipationSetTargetsInput',
  participationWithdraw: 'ReasonInput',
  campaignAmend: 'CampaignAmendInput',
  campaignSuspend: 'ReasonInput',
  campaignResume: 'ReasonInput',
  campaignCloseReporting: 'ReasonInput',
  campaignClose: 'ReasonInput',
  campaignCancel: 'ReasonInput',
  roundReschedule: 'RoundRescheduleInput',
  organisationEstablish: 'OrganisationEstablishInput',
  achievementRegister: 'AchievementRegisterInput',
} as const;

type Field = keyof typeof inputs;

interface Page {
  readonly edges: readonly { readonly node: { readonly organisation: { readonly id: string } } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** How organisations take part in the campaign of Trà Vinh, over HTTP. */
describe('taking part in a campaign', () => {
  let world: World;
  let campaign: string;
  const committeeOf = (unitCode: string) => organisationIdOf(world.ids.unitId(unitCode), 'FRONT_COMMITTEE');

  beforeAll(async () => {
    world = await openWorld();
    campaign = world.ids.campaignId;
    world.at('2022-03-01T08:00:00+07:00');
  });
  afterAll(() => world.close());

  // biome-ignore lint/suspicious/noExplicitAny: what comes over the wire has no type.
  const query = async (user: string, text: string, variables: Record<string, unknown> = {}): Promise<any> => {
    const { body } = await world.ask(user, text, { variables });
    if (body.errors) throw new Error(JSON.stringify(body.errors));
    return body.data;
  };
  const change = async (user: string, field: Field, input: Record<string, unknown>, reads = '') => {
    const text = `mutation($input: ${inputs[field]}!) { ${field}(input: $input) { ${reads} revision receipt userErrors { code message field } } }`;
    const makes = field === 'organisationEstablish' || field === 'achievementRegister';
    const known = !makes && !('expectedRevision' in input);
    const frame = { idempotencyKey: randomUUID(), ...(known && { force: true }) };
    const data = await query(user, text, { input: { ...frame, ...input } });
    return data[field];
  };
  const codes = ({ userErrors }: { userErrors: readonly { code: string; field: readonly string[] | null }[] }) =>
    userErrors.map(({ code, field }) => (field ? `${code} ${field.join('.')}` : code));
  const participation =
    'participation { id organisation { name } status subjectKind headcount registeredOn revision plan { documentNo issuedOn rounds { round dueBefore } guidance } targets { area { code } metric { code } value scope effectiveOn } withdrawnBecause }';
  const own = async (user: string) =>
    (await query(user, `query($id: ID!) { campaign(id: $id) { ${participation} } }`, { id: campaign })).campaign
      ?.participation;
  const listed = async (user: string, filter: Record<string, unknown> = {}) => {
    const ids: string[] = [];
    let after: string | null = null;
    do {
      const text = `query($id: ID!, $filter: ParticipationFilter, $after: String) { campaign(id: $id) { participations(filter: $filter, first: 100, after: $after) { edges { node { id status organisation { id } } } pageInfo { hasNextPage endCursor } } } }`;
      const page: Page = (await query(user, text, { id: campaign, filter, after })).campaign.participations;
      ids.push(...page.edges.map(({ node }) => node.organisation.id));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    return ids;
  };

  it('every organisation that a rule matches was invited at the launch, once', async () => {
    const invited = await listed('head@84');
    const committees = loadTraVinhUnits().map(({ code }) => world.ids.committeeId(code));
    expect(invited).toEqual(expect.arrayContaining(committees));
    expect(invited).not.toContain(world.ids.officeId);
    expect(invited).toEqual([...new Set(invited)].toSorted());
    expect(await own('head@29242')).toMatchObject({ status: 'INVITED', revision: 0, targets: [], plan: null });
  });

  it('a list shows what its viewer reads: the own, those below, the committees above', async () => {
    const ofCommune = await listed('head@29242');
    expect(ofCommune).toContain(committeeOf('842'));
    expect(ofCommune).toContain(committeeOf('84'));
    expect(ofCommune).not.toContain(committeeOf('844'));
    const district = await listed('head@842', { within: world.ids.unitId('844') });
    expect(district).toEqual([]);
    const below = await listed('head@84', { within: world.ids.unitId('842') });
    expect(below).toContain(committeeOf('29242'));
    expect(below).not.toContain(committeeOf('844'));
  });

  it('is registered by its head, on the revision that was seen', async () => {
    const input = { campaign, subjectKind: 'COLLECTIVE', headcount: 25 };
    expect(codes(await change('clerk@29242', 'participationRegister', input))).toEqual(['NOT_ALLOWED']);
    expect(codes(await change('head@29242', 'participationRegister', { ...input, expectedRevision: 3 }))).toEqual([
      'REVISION_CONFLICT expectedRevision',
    ]);
    const done = await change(
      'head@29242',
      'participationRegister',
      { ...input, expectedRevision: 0 },
      `participationId ${participation}`,
    );
    expect(done).toMatchObject({
      revision: 1,
      participationId: participationIdOf(campaign, committeeOf('29242')),
      participation: { status: 'REGISTERED', headcount: 25, registeredOn: '2022-03-01', revision: 1 },
      userErrors: [],
    });
    expect(codes(await change('head@29242', 'participationRegister', { ...input, subjectKind: 'INDIVIDUAL' }))).toEqual(
      ['NOT_A_PARTICIPANT subjectKind'],
    );
  });

  it('a district issues its plan, which those below read and others do not', async () => {
    const rounds = [{ round: 'FINAL-COMMUNE', dueBefore: '2022-06-13T00:00:00+07:00' }];
    const plan = { campaign, documentNo: '3/KH', issuedOn: '2022-02-25', rounds, guidance: 'Gửi qua Văn phòng.' };
    expect(codes(await change('head@842', 'participationIssuePlan', plan))).toEqual([]);
    const read = async (user: string) =>
      (
        await query(
          user,
          `query($id: ID!, $org: ID!) { campaign(id: $id) { participation(organisation: $org) { plan { documentNo rounds { round dueBefore } } } } }`,
          { id: campaign, org: committeeOf('842') },
        )
      ).campaign.participation;
    expect(await read('head@29242')).toEqual({
      plan: { documentNo: '3/KH', rounds: [{ round: 'FINAL-COMMUNE', dueBefore: '2022-06-12T17:00:00.000Z' }] },
    });
    expect(await read('head@844')).toBeNull();
    const unknown = { ...plan, rounds: [{ ...rounds[0], round: 'NEVER' }] };
    expect(codes(await change('head@842', 'participationIssuePlan', unknown))).toEqual([
      'UNKNOWN_ROUND rounds.0.round',
    ]);
  });

  it('targets are raised by the organisation and lowered by the head of its receiver alone', async () => {
    const target = (value: string) => [{ area: '2.5', metric: 'road_metre', value, effectiveOn: '2022-03-01' }];
    const of = { campaign, organisation: committeeOf('29242') };
    expect(codes(await change('head@29242', 'participationSetTargets', { campaign, targets: target('1000') }))).toEqual(
      [],
    );
    expect(codes(await change('head@29242', 'participationSetTargets', { campaign, targets: target('900') }))).toEqual([
      'TARGET_LOWERED targets.0.value',
    ]);
    expect(codes(await change('head@844', 'participationSetTargets', { ...of, targets: target('900') }))).toEqual([
      'NOT_FOUND organisation',
    ]);
    expect(codes(await change('head@84', 'participationSetTargets', { ...of, targets: target('900') }))).toEqual([
      'NOT_ALLOWED',
    ]);
    expect(codes(await change('head@842', 'participationSetTargets', { ...of, targets: target('900') }))).toEqual([]);
    await world.house().drain();
    expect((await own('head@29242')).targets).toEqual([
      { area: { code: '2.5' }, metric: { code: 'road_metre' }, value: '900', scope: 'OWN', effectiveOn: '2022-03-01' },
    ]);
  });

  it('an organisation that is established later is invited by itself', async () => {
    const unit = world.ids.unitId('29242');
    const established = { unit, type: 'WOMEN', name: 'Hội LHPN phường 3', validFrom: '2022-03-01' };
    const before = await listed('head@84');
    expect(codes(await change('admin@84', 'organisationEstablish', established))).toEqual([]);
    const union = { ...established, unit: world.ids.unitId('84'), type: 'TRADE_UNION', name: 'LĐLĐ tỉnh' };
    expect(codes(await change('admin@84', 'organisationEstablish', union))).toEqual([]);
    await world.house().drain();
    // Member organisations compete at the province; the one of a commune is in by the amendment below.
    const invited = (await listed('head@84')).filter((orgId) => !before.includes(orgId));
    expect(invited).toEqual([organisationIdOf(world.ids.unitId('84'), 'TRADE_UNION')]);
  });

  it('an amendment takes nothing away, and invites who comes to match', async () => {
    const plan = planOf();
    const before = await listed('head@84');
    const rules = [
      ...plan.participantRules,
      { organisationType: 'WOMEN', levels: ['COMMUNE'], subjectKinds: ['COLLECTIVE'] },
    ];
    const why = { documentNo: '20/KH', documentDate: '2022-03-01', reason: 'Mở rộng đối tượng.' };
    expect(
      codes(
        await change('head@84', 'campaignAmend', {
          campaign,
          ...why,
          plan: { ...plan, metrics: plan.metrics.slice(1) },
        }),
      ),
    ).toEqual(['PLAN_FIXED plan.metrics']);
    expect(
      codes(
        await change('office@84', 'campaignAmend', { campaign, ...why, plan: { ...plan, participantRules: rules } }),
      ),
    ).toEqual(['NOT_ALLOWED']);
    expect(
      codes(await change('head@84', 'campaignAmend', { campaign, plan: { ...plan, participantRules: rules } })),
    ).toEqual(['MISSING documentDate', 'MISSING reason']);
    const { revision } = (
      await query('head@84', `query($id: ID!) { campaign(id: $id) { revision } }`, { id: campaign })
    ).campaign;
    expect(await change('head@84', 'campaignAmend', { campaign, ...why, plan })).toMatchObject({
      revision,
      userErrors: [],
    });
    const done = await change(
      'head@84',
      'campaignAmend',
      { campaign, ...why, plan: { ...plan, participantRules: rules } },
      'campaign { amendments { documentNo documentDate reason } participantRules { organisationType } }',
    );
    expect(done.userErrors).toEqual([]);
    expect(done.campaign.amendments).toEqual([why]);
    await world.house().drain();
    expect((await listed('head@84')).filter((orgId) => !before.includes(orgId))).toEqual([
      organisationIdOf(world.ids.unitId('29242'), 'WOMEN'),
    ]);
  });

  it('a due instant is moved by the issuer for all, by a receiver for what it receives', async () => {
    const round = { campaign, round: 'FINAL-COMMUNE', dueBefore: '2022-06-15T00:00:00+07:00', reason: 'Mưa bão.' };
    const mine = { ...round, receiver: committeeOf('842') };
    expect(codes(await change('head@842', 'roundReschedule', round))).toEqual(['NOT_ALLOWED']);
    expect(codes(await change('head@844', 'roundReschedule', mine))).toEqual(['NOT_ALLOWED']);
    const reads = 'campaign { rounds { code reschedulings { receiver { id } dueBefore before reason } } }';
    const done = await change('head@842', 'roundReschedule', mine, reads);
    const moved = done.campaign.rounds.find(({ code }: { code: string }) => code === 'FINAL-COMMUNE').reschedulings;
    expect(moved).toEqual([
      {
        receiver: { id: committeeOf('842') },
        dueBefore: '2022-06-14T17:00:00.000Z',
        before: '2022-06-12T17:00:00.000Z',
        reason: 'Mưa bão.',
      },
    ]);
    expect(codes(await change('head@84', 'roundReschedule', { ...round, round: 'NEVER' }))).toEqual([
      'UNKNOWN_ROUND round',
    ]);
  });

  it('withdraws for a reason, and brings no work from then on', async () => {
    const id = participationIdOf(campaign, committeeOf('29245'));
    expect(codes(await change('head@844', 'participationWithdraw', { id, reason: 'x' }))).toEqual(['NOT_FOUND id']);
    expect(codes(await change('head@842', 'participationWithdraw', { id, reason: 'x' }))).toEqual(['NOT_ALLOWED']);
    const done = await change(
      'head@29245',
      'participationWithdraw',
      { id, reason: 'Sáp nhập.', expectedRevision: 0 },
      participation,
    );
    expect(done).toMatchObject({
      participation: { status: 'WITHDRAWN', withdrawnBecause: 'Sáp nhập.' },
      userErrors: [],
    });
    expect(codes(await change('head@29245', 'participationRegister', { campaign, subjectKind: 'COLLECTIVE' }))).toEqual(
      ['INVALID_TRANSITION'],
    );
    const work = { campaign, area: '2.5', kind: 'TASK', title: 'Trồng hoa ven đường' };
    expect(codes(await change('clerk@29245', 'achievementRegister', work))).toEqual(['NOT_A_PARTICIPANT campaign']);
    expect(codes(await change('clerk@29251', 'achievementRegister', work))).toEqual([]);
  });

  it('ends with the campaign: suspended, resumed, closed for reporting, not closed before its summary, cancelled, never closed any more', async () => {
    const move = async (field: Field) =>
      codes(await change('head@84', field, { id: campaign, reason: 'Theo chỉ đạo.' }));
    expect(codes(await change('head@842', 'campaignSuspend', { id: campaign, reason: 'x' }))).toEqual(['NOT_ALLOWED']);
    expect(await move('campaignSuspend')).toEqual([]);
    expect(await move('campaignSuspend')).toEqual(['INVALID_TRANSITION']);
    expect(await move('campaignResume')).toEqual([]);
    expect(await move('campaignCloseReporting')).toEqual([]);
    const register = { campaign, subjectKind: 'COLLECTIVE' };
    expect(codes(await change('head@29239', 'participationRegister', register))).toEqual([]);
    expect(await move('campaignClose')).toEqual(['INVALID_TRANSITION']);
    const cancelled = await change(
      'head@84',
      'campaignCancel',
      { id: campaign, reason: 'Dừng phong trào.' },
      'campaign { status statusReason }',
    );
    expect(cancelled.campaign).toEqual({ status: 'CANCELLED', statusReason: 'Dừng phong trào.' });
    expect(codes(await change('head@29239', 'participationRegister', { ...register, headcount: 3 }))).toEqual([
      'INVALID_TRANSITION',
    ]);
    expect(await move('campaignClose')).toEqual(['INVALID_TRANSITION']);
  });

  it('is the same after a restart that builds all read models anew', async () => {
    const before = [await listed('head@84'), await own('head@29242'), await own('head@842')];
    await world.restart({ rebuild: true });
    expect([await listed('head@84'), await own('head@29242'), await own('head@842')]).toEqual(before);
  });

  /** The plan of the launch, as the input that would state it anew. */
  const planOf = () => {
    const launched = campaignPlanInput(loadCampaignFile(), loadTemplateFile().metrics, world.ids);
    const { issuer: _, idempotencyKey: __, ...plan } = launched;
    return plan;
  };
});
