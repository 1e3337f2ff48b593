import { describe, expect, it } from '@jest/globals';
import { evolveOne, isRefusal, specification } from '@thidua/event-sourcing';
import { type ParticipationEvent, systemActor } from '@thidua/events';
import { campaignIn } from '../../test/campaigns.js';
import {
  campaign,
  invite,
  invited,
  issuePlan,
  participationIn,
  planIssued,
  register,
  registered,
  sentTarget,
  setTargets,
  targetSet,
  withdraw,
  withdrawn,
} from '../../test/participations.js';
import { type ParticipationCommand, participationDecider } from './participation.decider.js';
import { bringsWork, type Participation } from './participation.state.js';

const { given } = specification(participationDecider);

const stateAfter = (history: readonly ParticipationEvent[]): Participation =>
  history.reduce<Participation>(
    (state, event) => evolveOne(participationDecider.evolve, state, event, systemActor),
    participationDecider.initial(),
  );

const states = Object.keys(participationIn) as (keyof typeof participationIn)[];
const campaignStates = Object.keys(campaignIn).filter((status) => status !== 'none') as Exclude<
  keyof typeof campaignIn,
  'none'
>[];

type InCampaign = (status: (typeof campaignStates)[number]) => ParticipationCommand;

const everyCommand: readonly (readonly [string, InCampaign, readonly (typeof states)[number][]])[] = [
  [
    'register',
    (status) => register({ headcount: 9 }, { campaign: campaign(status) }),
    ['none', 'invited', 'registered'],
  ],
  ['issue-plan', (status) => issuePlan({}, { campaign: campaign(status) }), ['invited', 'registered']],
  ['set-targets', (status) => setTargets([sentTarget('1')], { campaign: campaign(status) }), ['invited', 'registered']],
  ['withdraw', (status) => withdraw({ campaign: campaign(status) }), ['invited', 'registered']],
];

describe('every command in every state', () => {
  const cases = everyCommand.flatMap(([to, command, allowed]) =>
    states.map((from) => [to, from, allowed.includes(from), command('launched')] as const),
  );
  it.each(cases)('%s by one that is %s: allowed is %s', (to, from, allowed, command) => {
    const answer = participationDecider.decide(command, stateAfter(participationIn[from]));
    const refusal = { refused: 'INVALID_TRANSITION', detail: { from, to } };
    expect(isRefusal(answer) ? answer : 'allowed').toEqual(allowed ? 'allowed' : refusal);
  });

  const inCampaign = everyCommand.flatMap(([to, command]) =>
    campaignStates.map((status) => [to, status, command(status)] as const),
  );
  it.each(inCampaign)('%s while the campaign is %s: from the launch until it is closed', (to, status, command) => {
    const answer = participationDecider.decide(command, stateAfter(participationIn.registered));
    const allowed = ['launched', 'suspended', 'reporting-closed', 'summarised'].includes(status);
    const refusal = { refused: 'INVALID_TRANSITION', detail: { from: status, to } };
    expect(isRefusal(answer) ? answer : 'allowed').toEqual(allowed ? 'allowed' : refusal);
  });
});

describe('an invitation', () => {
  it('comes first', () => {
    given([]).when(invite()).then([invited]);
  });

  it.each(['invited', 'registered', 'withdrawn'] as const)('says nothing to one that is %s', (state) => {
    given(participationIn[state]).when(invite()).thenNothing();
  });

  it('is not needed by whoever registered before it came', () => {
    given([registered()]).when(invite()).thenNothing();
  });
});

describe('registering', () => {
  it('names the kind, the people and the day', () => {
    given([invited])
      .when(register({ headcount: 12 }))
      .then([registered({ headcount: 12 })]);
  });

  it('the same again says nothing, on whatever day; another kind or headcount is a change', () => {
    const history = [invited, registered({ headcount: 12 })];
    given(history)
      .when(register({ headcount: 12, registeredOn: '2022-04-01' }))
      .thenNothing();
    given(history)
      .when(register({ headcount: 13, registeredOn: '2022-04-01' }))
      .then([registered({ headcount: 13, registeredOn: '2022-04-01' })]);
    given(history).when(register()).then([registered()]);
    const both = { allowedKinds: ['COLLECTIVE', 'INDIVIDUAL'] as const };
    given(history)
      .when(register({ headcount: 12, subjectKind: 'INDIVIDUAL' }, both))
      .then([registered({ headcount: 12, subjectKind: 'INDIVIDUAL' })]);
  });

  it('is for those whom a rule matches, as what the rule says', () => {
    given([])
      .when(register({}, { allowedKinds: [] }))
      .thenFaults([{ refused: 'NOT_A_PARTICIPANT', field: ['campaign'] }]);
    given([])
      .when(register({ subjectKind: 'INDIVIDUAL' }))
      .thenFaults([{ refused: 'NOT_A_PARTICIPANT', field: ['subjectKind'] }]);
  });

  it('takes 0 to 100 million people', () => {
    for (const headcount of [0, 100_000_000]) {
      given([])
        .when(register({ headcount }))
        .then([registered({ headcount })]);
    }
    given([])
      .when(register({ headcount: -1 }))
      .thenFaults([{ refused: 'QUANTITY_NEGATIVE', field: ['headcount'], detail: { value: -1 } }]);
    given([])
      .when(register({ headcount: 100_000_001 }))
      .thenFaults([
        { refused: 'QUANTITY_TOO_LARGE', field: ['headcount'], detail: { value: 100_000_001, max: 100_000_000 } },
      ]);
  });
});

describe("the organisation's own plan", () => {
  const due = (roundCode: string, dueBefore = '2022-06-13T17:00:00.000Z') => ({ roundCode, dueBefore });

  it('is issued, and issued anew where it says something else', () => {
    given([invited]).when(issuePlan()).then([planIssued()]);
    given([invited, planIssued()]).when(issuePlan()).thenNothing();
    for (const more of [
      { documentNo: '3/KH' },
      { issuedOn: '2022-02-28' },
      { guidanceVi: 'Báo cáo qua Văn phòng.' },
      { rounds: [] },
      { rounds: [due('FINAL', '2022-06-14T17:00:00.000Z')] },
    ]) {
      given([invited, planIssued()])
        .when(issuePlan(more))
        .then([planIssued(more)]);
    }
  });

  it('sets the due instants of its own rounds alone: a later plan leaves none of an earlier one', () => {
    expect(stateAfter([invited, planIssued()]).due).toEqual(new Map([['FINAL', '2022-06-13T17:00:00.000Z']]));
    expect(stateAfter([invited, planIssued(), planIssued({ rounds: [] })]).due).toEqual(new Map());
  });

  it('is not of a day to come, and names rounds of the campaign once each', () => {
    given([invited])
      .when(issuePlan({ issuedOn: '2022-03-02', rounds: [due('FINAL'), due('MID'), due('FINAL')] }))
      .thenFaults([
        { refused: 'DAY_IN_FUTURE', field: ['issuedOn'], detail: { day: '2022-03-02', today: '2022-03-01' } },
        { refused: 'UNKNOWN_ROUND', field: ['rounds', '1', 'round'], detail: { round: 'MID', allowed: ['FINAL'] } },
        { refused: 'DUPLICATE', field: ['rounds', '2', 'round'], detail: { code: 'FINAL' } },
      ]);
  });

  it('refuses texts beyond what is stored where they stood in the input', () => {
    given([invited])
      .when(issuePlan({ documentNo: 'x'.repeat(101), guidanceVi: '' }))
      .thenFaults([
        { refused: 'TEXT_INVALID', field: ['documentNo'], detail: { max: 100 } },
        { refused: 'TEXT_INVALID', field: ['guidance'], detail: { max: 10_000 } },
      ]);
  });
});

describe('withdrawing', () => {
  it('ends it for a reason, whatever it came to', () => {
    given([invited]).when(withdraw()).then([withdrawn]);
    given([invited, registered(), planIssued(), targetSet()]).when(withdraw()).then([withdrawn]);
    given([invited])
      .when(withdraw({ reason: '' }))
      .thenFaults([{ refused: 'TEXT_INVALID', field: ['reason'], detail: { max: 10_000 } }]);
  });
});

describe('who brings work into a campaign', () => {
  it.each([
    ['none', true, true],
    ['none', false, false],
    ['invited', true, true],
    ['invited', false, true],
    ['registered', false, true],
    ['withdrawn', true, false],
  ] as const)('one that is %s, matched by a rule %s: %s', (state, matches, expected) => {
    expect(bringsWork(stateAfter(participationIn[state]), matches)).toBe(expected);
  });
});
