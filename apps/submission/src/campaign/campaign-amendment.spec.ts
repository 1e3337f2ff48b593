import { describe, expect, it } from '@jest/globals';
import { isRefusal, specification } from '@thidua/event-sourcing';
import {
  amended,
  amendPlan,
  area,
  campaignIn,
  contents,
  draftCampaign,
  drafted,
  launched,
  metric,
  round,
  rule,
  stateAfter,
} from '../../test/campaigns.js';
import { campaignDecider } from './campaign.decider.js';

const { given } = specification(campaignDecider);
const unfounded = { campaignId: 'tra-vinh-2022' };
const fixed = (what: string, ...field: string[]) => ({
  refused: 'PLAN_FIXED' as const,
  field: ['plan', ...field],
  detail: { what },
});

describe('a draft', () => {
  it('is stated anew as its office likes: everything may go, no document and no reason is asked for', () => {
    const plan = amendPlan(
      {
        details: contents({ periodStart: '2022-02-01', periodEnd: '2022-05-31' }),
        areas: [],
        metrics: [metric('road_m', { combine: 'AVERAGE', decimals: 1 })],
        rules: [rule({ ruleId: 'rule-2', levels: ['hamlet'] })],
        rounds: [],
      },
      unfounded,
    );
    given(campaignIn.draft).when(plan).then(amended(plan));
  });

  it('is judged by the rules of any plan, at the place where the plan stands in the input', () => {
    given(campaignIn.draft)
      .when(amendPlan({ areas: [area(), area()], rounds: [round('A', { feeds: 'B' })] }))
      .thenFaults([
        { refused: 'DUPLICATE', field: ['plan', 'areas', '1', 'code'], detail: { code: '2.1' } },
        { refused: 'ROUND_FEEDS', field: ['plan', 'rounds', '0', 'feeds'], detail: { round: 'A', feeds: 'B' } },
      ]);
  });

  it('refuses texts beyond what is stored where they stood in the input', () => {
    given(campaignIn.draft)
      .when(
        amendPlan(
          { details: contents({ titleVi: '' }), areas: [area('x'.repeat(61))] },
          { ...unfounded, documentNo: 'x'.repeat(101), reason: '' },
        ),
      )
      .thenFaults([
        { refused: 'TEXT_INVALID', field: ['documentNo'], detail: { max: 100 } },
        { refused: 'TEXT_INVALID', field: ['reason'], detail: { max: 10_000 } },
        { refused: 'TEXT_INVALID', field: ['plan', 'titleVi'], detail: { max: 1000 } },
        { refused: 'TEXT_INVALID', field: ['plan', 'areas', '0', 'code'], detail: { max: 60 } },
      ]);
  });
});

describe('the same plan again', () => {
  it.each(['draft', 'launched', 'suspended', 'reporting-closed'] as const)('says nothing while %s', (state) => {
    given(campaignIn[state]).when(amendPlan()).thenNothing();
    given(campaignIn[state]).when(amendPlan({}, unfounded)).thenNothing();
  });

  it('says nothing after an amendment either, however its rules were numbered', () => {
    const plan = amendPlan({ areas: [area(), area('2.2')] });
    given([...campaignIn.launched, ...amended(plan)])
      .when({ ...plan, rules: [rule({ ruleId: 'another' })] })
      .thenNothing();
  });

  it('in another order is another plan', () => {
    const both = [area('2.1'), area('2.2')];
    const turned = amendPlan({ areas: both.toReversed() });
    given([...drafted(draftCampaign({ areas: both })), launched()])
      .when(turned)
      .then(amended(turned));
  });
});

describe('a plan in force', () => {
  it('needs the day of a document and a reason to be changed', () => {
    given(campaignIn.launched)
      .when(amendPlan({ areas: [area(), area('2.2')] }, unfounded))
      .thenFaults([
        { refused: 'MISSING', field: ['documentDate'], detail: { what: 'documentDate' } },
        { refused: 'MISSING', field: ['reason'], detail: { what: 'reason' } },
      ]);
  });

  it('takes more areas, metrics, rules and rounds, a longer period, other words and other instants', () => {
    const plan = amendPlan({
      details: contents({ titleVi: 'Tên mới', periodStart: '2021-12-01', periodEnd: '2022-12-31' }),
      areas: [area('2.1', { titleVi: 'Tên mới' }), area('2.2')],
      metrics: [metric('road_m', { titleVi: 'Tên mới' }), metric('trees')],
      rules: [rule(), rule({ ruleId: 'rule-2', orgType: 'WOMEN' })],
      rounds: [round('FINAL', { dueBefore: '2022-07-19T17:00:00.000Z' }), round('MID', { kind: 'PRELIMINARY' })],
    });
    given(campaignIn.launched).when(plan).then(amended(plan));
  });

  it('loses nothing: no day, area, metric, rule or round', () => {
    given(campaignIn.launched)
      .when(
        amendPlan({
          details: contents({ periodStart: '2022-01-02', periodEnd: '2022-06-29' }),
          areas: [area('2.2')],
          metrics: [metric('trees')],
          rules: [rule({ orgType: 'WOMEN' })],
          rounds: [round('MID')],
        }),
      )
      .thenFaults([
        fixed('periodStart', 'periodStart'),
        fixed('periodEnd', 'periodEnd'),
        fixed('2.1', 'areas'),
        fixed('road_m', 'metrics'),
        fixed('FRONT_COMMITTEE', 'participantRules'),
        fixed('FINAL', 'rounds'),
      ]);
  });

  it.each([
    ['combine', { combine: 'DISTINCT' }],
    ['decimals', { decimals: 1 }],
    ['countsItself', { countsItself: true }],
  ] as const)('keeps the %s of a metric', (field, change) => {
    given(campaignIn.launched)
      .when(amendPlan({ metrics: [metric('trees'), metric('road_m', change)] }))
      .thenFaults([fixed('road_m', 'metrics', '1', field)]);
  });

  it.each([
    ['kind', { kind: 'SUMMARY' }],
    ['feeds', { feeds: 'NEXT' }],
    ['supplements', { supplements: 'NEXT' }],
    ['fromLevel', { fromLevel: 'commune' }],
    ['fromOrgTypes', { fromOrgTypes: ['FRONT_COMMITTEE', 'WOMEN'] }],
  ] as const)('keeps the %s of a round', (field, change) => {
    given(campaignIn.launched)
      .when(
        amendPlan({
          rounds: [
            round('NEXT', { fromLevel: 'province' }),
            round('FINAL', change as Partial<ReturnType<typeof round>>),
          ],
        }),
      )
      .thenFaults([fixed('FINAL', 'rounds', '1', field)]);
  });

  it('does not mind in which order a round names who owes it', () => {
    const owed = (fromOrgTypes: string[]) => [round('FINAL', { fromOrgTypes })];
    given([...drafted(draftCampaign({ rounds: owed(['A', 'B']) })), launched()])
      .when(amendPlan({ rounds: owed(['B', 'A']) }))
      .then(amended(amendPlan({ rounds: owed(['B', 'A']) })));
  });

  it('takes a new round that feeds one it has', () => {
    const rounds = [round('FINAL'), round('FINAL-COMMUNE', { feeds: 'FINAL', fromLevel: 'commune' })];
    given(campaignIn.launched)
      .when(amendPlan({ rounds }))
      .then(amended(amendPlan({ rounds })));
  });
});

describe('a plan that is stated anew', () => {
  it('is refused where its rounds do not hang together', () => {
    const rounds = [round('FINAL'), round('LATE', { kind: 'SUPPLEMENT', coversTo: '2022-06-30' })];
    for (const history of [campaignIn.draft, campaignIn.launched]) {
      given(history)
        .when(amendPlan({ rounds }))
        .thenFaults([
          { refused: 'ROUND_SUPPLEMENTS', field: ['plan', 'rounds', '1', 'supplements'], detail: { round: 'LATE' } },
        ]);
    }
  });
});

describe('a rule that goes on', () => {
  const women = rule({ ruleId: 'rule-2', orgType: 'WOMEN' });
  const history = [...drafted(draftCampaign({ rules: [rule(), women] })), launched()];
  const idsOf = (...rules: ReturnType<typeof rule>[]) => {
    const events = campaignDecider.decide(amendPlan({ rules }), stateAfter(history));
    if (isRefusal(events)) throw new Error(`refused: ${events.refused}`);
    return events.flatMap((event) => (event.type === 'ParticipantRuleSet.v1' ? [event.data.ruleId] : []));
  };

  it('keeps its id wherever it stands, and a new one gets one that was never used', () => {
    expect(idsOf(rule({ levels: ['hamlet'] }), women, rule({ ruleId: 'x' }))).toEqual(['rule-3', 'rule-2', 'rule-1']);
  });

  it('may take in more levels and more kinds of subject, not fewer', () => {
    expect(idsOf(rule({ levels: ['hamlet', 'commune'], subjectKinds: ['INDIVIDUAL', 'COLLECTIVE'] }), women)).toEqual([
      'rule-1',
      'rule-2',
    ]);
    given(history)
      .when(amendPlan({ rules: [rule({ levels: ['hamlet'] }), women] }))
      .thenFaults([fixed('FRONT_COMMITTEE', 'participantRules')]);
    given(history)
      .when(amendPlan({ rules: [rule({ subjectKinds: ['INDIVIDUAL'] }), women] }))
      .thenFaults([fixed('FRONT_COMMITTEE', 'participantRules')]);
  });

  it('goes on in its equal, else in the one that takes in least beside, wherever they stand', () => {
    const both = [rule(), rule({ ruleId: 'rule-2', levels: ['commune', 'hamlet'] })];
    const idsAfter = (...levels: ReturnType<typeof rule>['levels'][]) => {
      const plan = amendPlan({ rules: levels.map((one) => rule({ levels: one })) });
      const events = campaignDecider.decide(plan, stateAfter([...drafted(draftCampaign({ rules: both })), launched()]));
      if (isRefusal(events)) throw new Error(`refused: ${events.refused}`);
      return events.flatMap((event) => (event.type === 'ParticipantRuleSet.v1' ? [event.data.ruleId] : []));
    };
    expect(idsAfter(['commune', 'hamlet'], ['commune'])).toEqual(['rule-2', 'rule-1']);
    expect(idsAfter(['commune', 'hamlet'], ['commune', 'hamlet', 'province'])).toEqual(['rule-2', 'rule-1']);
    expect(idsAfter(['commune', 'hamlet', 'province'], ['commune', 'province'])).toEqual(['rule-2', 'rule-1']);
    expect(idsAfter(['commune', 'district'], ['commune', 'hamlet'])).toEqual(['rule-1', 'rule-2']);
  });

  it('is not one with another that says the same: two stay two', () => {
    const twins = [...drafted(draftCampaign({ rules: [rule(), rule({ ruleId: 'rule-2' })] })), launched()];
    given(twins)
      .when(amendPlan({ rules: [rule()] }))
      .thenFaults([fixed('FRONT_COMMITTEE', 'participantRules')]);
  });
});
