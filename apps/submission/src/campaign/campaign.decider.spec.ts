import { describe, expect, it } from '@jest/globals';
import { isRefusal, specification } from '@thidua/event-sourcing';
import {
  amended,
  amendPlan,
  area,
  campaignIn,
  contents,
  details,
  draftCampaign,
  drafted,
  launchCampaign,
  launched,
  lineSet,
  metric,
  moveCampaign,
  moved,
  rescheduleRound,
  round,
  rule,
  setReportingLine,
  stateAfter,
  summarise,
  summarised,
} from '../../test/campaigns.js';
import { type CampaignCommand, campaignDecider, type DraftCampaign } from './campaign.decider.js';

const { given } = specification(campaignDecider);
const drafting = (more: Partial<DraftCampaign>) => given([]).when(draftCampaign(more));
const list = <Item>(count: number, item: (n: number) => Item): Item[] =>
  Array.from({ length: count }, (_, n) => item(n));

const states = Object.keys(campaignIn) as (keyof typeof campaignIn)[];

/** The states before its end. */
const opened = ['draft', 'launched', 'suspended', 'reporting-closed', 'summarised'] as const;

/** Every command that changes the state alone, or that one state alone allows, with the states that allow it. */
const everyCommand = [
  ['draft', draftCampaign(), ['none']],
  ['launch', launchCampaign(), ['draft']],
  ['amend', amendPlan({ areas: [area(), area('2.2')] }), opened],
  ['suspend', moveCampaign('SuspendCampaign'), ['launched']],
  ['resume', moveCampaign('ResumeCampaign'), ['suspended']],
  ['close-reporting', moveCampaign('CloseReporting'), ['launched']],
  ['close', moveCampaign('CloseCampaign'), ['reporting-closed', 'summarised']],
  ['cancel', moveCampaign('CancelCampaign'), opened],
  ['set-reporting-line', setReportingLine(lineSet('commune-a', 'district-b', '2022-04-01')), opened],
  ['summarise', summarise, ['reporting-closed']],
  ['reschedule', rescheduleRound(), ['launched', 'suspended', 'reporting-closed']],
] as const satisfies readonly (readonly [string, CampaignCommand, readonly (typeof states)[number][]])[];

describe('every command in every state', () => {
  const cases = everyCommand.flatMap(([to, command, allowed]) =>
    states.map((from) => [to, from, (allowed as readonly string[]).includes(from), command] as const),
  );
  it.each(cases)('to %s one that is %s: allowed is %s', (to, from, allowed, command) => {
    const answer = campaignDecider.decide(command, stateAfter(campaignIn[from]));
    const refusal = { refused: 'INVALID_TRANSITION', detail: { from, to } };
    expect(isRefusal(answer) ? answer : 'allowed').toEqual(allowed ? 'allowed' : refusal);
  });

  it.each([
    ['suspended', 'launched', 'SuspendCampaign', 'CampaignSuspended.v1'],
    ['resumed', 'suspended', 'ResumeCampaign', 'CampaignResumed.v1'],
    ['closed for reporting', 'launched', 'CloseReporting', 'ReportingClosed.v1'],
    ['closed', 'reporting-closed', 'CloseCampaign', 'CampaignClosed.v1'],
    ['cancelled', 'suspended', 'CancelCampaign', 'CampaignCancelled.v1'],
    ['cancelled before its launch', 'draft', 'CancelCampaign', 'CampaignCancelled.v1'],
  ] as const)('it is %s for the reason that was given', (_, from, command, event) => {
    given(campaignIn[from])
      .when(moveCampaign(command))
      .then([moved(event)]);
    given(campaignIn[from])
      .when(moveCampaign(command, ''))
      .thenFaults([{ refused: 'TEXT_INVALID', field: ['reason'], detail: { max: 10_000 } }]);
  });

  it('a suspended one that is resumed is closed for reporting like any other', () => {
    given([...campaignIn.suspended, moved('CampaignResumed.v1')])
      .when(moveCampaign('CloseReporting'))
      .then([moved('ReportingClosed.v1')]);
  });

  it('one with a summary is closed once that is accepted, and no sooner', () => {
    const rounds = [round('FINAL', { feeds: 'SUMMARY' }), round('SUMMARY', { kind: 'SUMMARY', fromLevel: 'province' })];
    const reportingClosed = [...drafted(draftCampaign({ rounds })), launched(), moved('ReportingClosed.v1')];
    given(reportingClosed)
      .when(moveCampaign('CloseCampaign'))
      .thenRefused('INVALID_TRANSITION', { detail: { from: 'reporting-closed', to: 'close' } });
    given(reportingClosed).when(summarise).then([summarised]);
    given([...reportingClosed, summarised])
      .when(moveCampaign('CloseCampaign'))
      .then([moved('CampaignClosed.v1')]);
  });

  it('a draft is launched', () => {
    const document = { documentNo: '15/KH-MTTQ', place: 'Trà Vinh' };
    given(drafted())
      .when(launchCampaign(document))
      .then([launched(document)]);
  });
});

describe('drafting a campaign', () => {
  it('states the plan whole: itself, then areas, metrics, rules and rounds in their order', () => {
    const plan = draftCampaign({
      areas: [area('2.2'), area('2.1')],
      metrics: [metric('trees'), metric('score', { decimals: 1 })],
      rules: [rule(), rule({ ruleId: 'rule-2', levels: ['hamlet'] })],
      rounds: [round('FINAL'), round('FINAL-COMMUNE', { feeds: 'FINAL', fromLevel: 'commune' })],
    });
    given([]).when(plan).then(drafted(plan));
  });

  it('needs no area, rule, metric or round yet', () => {
    const bare = draftCampaign({ areas: [], metrics: [], rules: [], rounds: [] });
    given([]).when(bare).then(drafted(bare));
  });

  it('takes a period of one day and refuses one that ends before it starts', () => {
    const oneDay = draftCampaign({ details: details({ periodStart: '2022-06-30' }) });
    given([]).when(oneDay).then(drafted(oneDay));
    drafting({ details: details({ periodStart: '2022-07-01' }) }).thenFaults([
      { refused: 'DATES_REVERSED', field: ['periodEnd'], detail: { from: '2022-07-01', to: '2022-06-30' } },
    ]);
  });

  it('refuses a code that stands twice, where it stands again', () => {
    drafting({
      areas: [area('2.1'), area('2.2'), area('2.1')],
      metrics: [metric('road_m'), metric('road_m')],
      rounds: [round('FINAL'), round('FINAL')],
    }).thenFaults([
      { refused: 'DUPLICATE', field: ['areas', '2', 'code'], detail: { code: '2.1' } },
      { refused: 'DUPLICATE', field: ['metrics', '1', 'code'], detail: { code: 'road_m' } },
      { refused: 'DUPLICATE', field: ['rounds', '1', 'code'], detail: { code: 'FINAL' } },
    ]);
  });

  it('refuses a reference cited by an area that the plan lacks', () => {
    const reference = { issuer: 'Tỉnh ủy' };
    const references = [reference, { ...reference, areaCode: '2.1' }, { ...reference, areaCode: '2.7' }];
    drafting({ details: details({ references }) }).thenFaults([
      { refused: 'UNKNOWN_AREA', field: ['references', '2', 'area'], detail: { area: '2.7', allowed: ['2.1'] } },
    ]);
  });

  describe('a rule', () => {
    const { orgType: _, ...anyone } = rule();

    it('that names neither a kind nor a group is refused, and one that names both', () => {
      const missing = (index: number) => ({
        refused: 'MISSING' as const,
        field: ['participantRules', String(index)],
        detail: { what: 'organisationType | group' },
      });
      drafting({ rules: [anyone, rule({ group: 'social' })] }).thenFaults([missing(0), missing(1)]);
    });

    it('that names a group alone is taken', () => {
      const plan = draftCampaign({ rules: [{ ...anyone, group: 'MEMBER_ORGANISATION' }] });
      given([]).when(plan).then(drafted(plan));
    });

    it('without levels or kinds of subject is refused', () => {
      drafting({ rules: [rule({ levels: [] }), rule({ subjectKinds: [] })] }).thenFaults([
        { refused: 'MISSING', field: ['participantRules', '0', 'levels'], detail: { what: 'levels' } },
        { refused: 'MISSING', field: ['participantRules', '1', 'subjectKinds'], detail: { what: 'subjectKinds' } },
      ]);
    });
  });

  describe('a round', () => {
    const broken = (index: number, name: 'feeds' | 'supplements', code: string, feeds: string) => ({
      refused: 'ROUND_FEEDS' as const,
      field: ['rounds', String(index), name],
      detail: { round: code, feeds },
    });

    it('that nobody owes is refused', () => {
      drafting({ rounds: [round('FINAL', { fromOrgTypes: [] })] }).thenFaults([
        { refused: 'MISSING', field: ['rounds', '0', 'fromOrgTypes'], detail: { what: 'fromOrgTypes' } },
      ]);
    });

    it('may feed one that stands later in the plan', () => {
      const plan = draftCampaign({
        rounds: [
          round('FINAL-HAMLET', { feeds: 'FINAL-COMMUNE', fromLevel: 'hamlet' }),
          round('FINAL-COMMUNE', { feeds: 'FINAL', fromLevel: 'commune' }),
          round('FINAL'),
          round('SUPPLEMENT', { kind: 'SUPPLEMENT', supplements: 'FINAL' }),
        ],
      });
      given([]).when(plan).then(drafted(plan));
    });

    it('that feeds or supplements one the plan lacks is refused', () => {
      drafting({ rounds: [round('A', { feeds: 'B' }), round('C', { supplements: 'D' })] }).thenFaults([
        broken(0, 'feeds', 'A', 'B'),
        broken(1, 'supplements', 'C', 'D'),
      ]);
    });

    it('that feeds itself is refused', () => {
      drafting({ rounds: [round('A', { feeds: 'A' })] }).thenFaults([broken(0, 'feeds', 'A', 'A')]);
    });

    it('in a circle is refused, and one that leads into it', () => {
      drafting({
        rounds: [round('A', { feeds: 'B' }), round('B', { feeds: 'C' }), round('C', { feeds: 'B' })],
      }).thenFaults([broken(0, 'feeds', 'A', 'B'), broken(1, 'feeds', 'B', 'B'), broken(2, 'feeds', 'C', 'C')]);
    });
  });

  it('takes 200 areas and refuses 201 without looking at one of them', () => {
    const plan = draftCampaign({ areas: list(200, (n) => area(`${n}`)) });
    given([]).when(plan).then(drafted(plan));
    drafting({ areas: list(201, () => area()), rules: [rule({ levels: [] })] }).thenFaults([
      { refused: 'TOO_MANY', field: ['areas'], detail: { max: 200, count: 201 } },
    ]);
  });

  it('is told all faults of the plan at once', () => {
    drafting({
      details: details({ periodEnd: '2021-12-31' }),
      areas: [area(), area()],
      rules: [rule({ levels: [] })],
      rounds: [round('A', { feeds: 'B' })],
    }).thenFaults([
      { refused: 'DATES_REVERSED', field: ['periodEnd'], detail: { from: '2022-01-01', to: '2021-12-31' } },
      { refused: 'DUPLICATE', field: ['areas', '1', 'code'], detail: { code: '2.1' } },
      { refused: 'MISSING', field: ['participantRules', '0', 'levels'], detail: { what: 'levels' } },
      { refused: 'ROUND_FEEDS', field: ['rounds', '0', 'feeds'], detail: { round: 'A', feeds: 'B' } },
    ]);
  });

  it('refuses texts that are empty or too long, each where it stood in the input', () => {
    const issuer = 'Quốc hội';
    drafting({
      details: details({
        titleVi: 'x'.repeat(1001),
        legalBases: [{ issuer, subject: '' }],
        references: [],
        duties: [{ orgType: 'x'.repeat(61), level: 'commune', dutyVi: 'Phối hợp' }],
      }),
      areas: [area('x'.repeat(61))],
      metrics: [metric('')],
      rules: [rule({ orgType: 'x'.repeat(61) })],
      rounds: [round('x'.repeat(61), { dueText: '' })],
    }).thenFaults([
      { refused: 'TEXT_INVALID', field: ['titleVi'], detail: { max: 1000 } },
      { refused: 'TEXT_INVALID', field: ['legalBases', '0', 'subject'], detail: { max: 1000 } },
      { refused: 'TEXT_INVALID', field: ['duties', '0', 'organisationType'], detail: { max: 60 } },
      { refused: 'TEXT_INVALID', field: ['areas', '0', 'code'], detail: { max: 60 } },
      { refused: 'TEXT_INVALID', field: ['metrics', '0', 'code'], detail: { max: 60 } },
      { refused: 'TEXT_INVALID', field: ['participantRules', '0', 'organisationType'], detail: { max: 60 } },
      { refused: 'TEXT_INVALID', field: ['rounds', '0', 'code'], detail: { max: 60 } },
      { refused: 'TEXT_INVALID', field: ['rounds', '0', 'dueText'], detail: { max: 1000 } },
    ]);
  });

  it('takes 200 objectives and a title of 1,000 characters, and refuses 201 objectives', () => {
    const objectives = (count: number) =>
      details({ titleVi: 'x'.repeat(1000), objectives: list(count, (n) => `${n}`) });
    const plan = draftCampaign({ details: objectives(200) });
    given([]).when(plan).then(drafted(plan));
    drafting({ details: objectives(201) }).thenFaults([
      { refused: 'TOO_MANY', field: ['objectives'], detail: { max: 200, count: 201 } },
    ]);
  });
});

describe('launching a campaign', () => {
  it('needs an area, a rule and a round, and says all that is missing', () => {
    const missing = (what: string) => ({ refused: 'MISSING' as const, field: ['campaign'], detail: { what } });
    given(drafted(draftCampaign({ areas: [], rules: [], rounds: [] })))
      .when(launchCampaign())
      .thenFaults([missing('areas'), missing('participantRules'), missing('rounds')]);
    given(drafted(draftCampaign({ rules: [] })))
      .when(launchCampaign())
      .thenFaults([missing('participantRules')]);
  });

  it('needs no metric, and may follow the first day of the period', () => {
    const history = drafted(draftCampaign({ metrics: [] }));
    given(history)
      .when(launchCampaign({ documentDate: '2022-02-18' }))
      .then([launched({ documentDate: '2022-02-18' })]);
  });

  it('names the input in a fault, not the event', () => {
    const recipient = { name: 'Tỉnh ủy', purpose: 'REPORT_TO' as const };
    given(drafted())
      .when(
        launchCampaign({
          documentNo: 'x'.repeat(101),
          signedBy: { capacityVi: '', onBehalfOfOrgId: 'x'.repeat(201) },
          recipients: [recipient, { ...recipient, name: '' }],
        }),
      )
      .thenFaults([
        { refused: 'TEXT_INVALID', field: ['documentNo'], detail: { max: 100 } },
        { refused: 'TEXT_INVALID', field: ['signedByCapacity'], detail: { max: 1000 } },
        { refused: 'TEXT_INVALID', field: ['signedOnBehalfOf'], detail: { max: 200 } },
        { refused: 'TEXT_INVALID', field: ['recipients', '1', 'name'], detail: { max: 1000 } },
      ]);
  });
});

describe('a campaign in force', () => {
  it('is what its plan says: period, areas, metrics, rules and rounds', () => {
    const plan = draftCampaign({ areas: [area('2.1'), area('2.2')], metrics: [metric('score', { decimals: 1 })] });
    expect(stateAfter([...drafted(plan), launched()])).toMatchObject({
      status: 'launched',
      issued: true,
      issuerOrgId: 'province-committee',
      periodStart: '2022-01-01',
      periodEnd: '2022-06-30',
      areas: new Set(['2.1', '2.2']),
      metrics: new Map([['score', { combine: 'SUM', decimals: 1, countsItself: false }]]),
      rules: [{ ruleId: 'rule-1', orgType: 'FRONT_COMMITTEE', levels: ['commune'], subjectKinds: ['COLLECTIVE'] }],
      rounds: new Set(['FINAL']),
    });
  });

  it('is what its last plan says, and nothing of the plan before', () => {
    const plan = amendPlan({
      details: contents({ periodEnd: '2022-07-31' }),
      areas: [area('2.2')],
      metrics: [metric('trees')],
      rules: [rule({ ruleId: 'rule-2', levels: ['hamlet'] })],
      rounds: [round('FINAL-COMMUNE')],
    });
    expect(stateAfter([...drafted(), ...amended(plan)])).toMatchObject({
      status: 'draft',
      issued: false,
      issuerOrgId: 'province-committee',
      periodEnd: '2022-07-31',
      areas: new Set(['2.2']),
      metrics: new Map([['trees', { combine: 'SUM', decimals: 0, countsItself: false }]]),
      rules: [{ ruleId: 'rule-2', levels: ['hamlet'] }],
      rounds: new Set(['FINAL-COMMUNE']),
    });
  });
});
