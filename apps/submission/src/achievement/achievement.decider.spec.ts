import { describe, expect, it } from '@jest/globals';
import { evolveOne, isRefusal, specification } from '@thidua/event-sourcing';
import type { AchievementEvent, Line } from '@thidua/events';
import fc from 'fast-check';
import {
  amend,
  amendmentRequested,
  approved,
  attached,
  completed,
  declared,
  evidenceWithdrawn,
  launchedCampaign,
  lead,
  line,
  other,
  partner,
  progressed,
  register,
  registered,
  rejected,
  report,
  reported,
  returned,
  revoked,
  sent,
  settle,
  stateAfter,
  submit,
  submitted,
  withdrawn,
} from '../../test/achievements.js';
import type { CampaignStatus } from '../campaign/campaign-gates.js';
import type { AchievementCommand, RegisterAchievement } from './achievement.commands.js';
import { achievementDecider } from './achievement.decider.js';
import { type Achievement, mergeLines } from './achievement.state.js';

const { given } = specification(achievementDecider);
const road = [line('a', 100)];

const inProgress = [registered(), attached(), reported(road)];
const underReview = [...inProgress, completed('2022-03-10'), submitted(road)];
const accepted = [...underReview, approved(road)];
/** One history for each state. */
const histories = {
  none: [],
  registered: [registered(), attached()],
  'in-progress': inProgress,
  completed: [...inProgress, completed('2022-03-10')],
  'under-review': underReview,
  returned: [...underReview, returned(road)],
  approved: accepted,
  'amendment-pending': [...accepted, amendmentRequested({ before: road, after: [line('a', 130)] })],
  rejected: [...underReview, rejected(road)],
  withdrawn: [...inProgress, withdrawn([], 0)],
  revoked: [...accepted, revoked(road)],
} satisfies Record<Achievement['status'], readonly AchievementEvent[]>;
type Status = keyof typeof histories;
const statuses = Object.keys(histories) as Status[];

/** One valid command of each kind, by the word that its refusal names. */
const commands = {
  register: register(),
  'declare-contributions': other('DeclareContributions'),
  'record-progress': other('RecordProgress'),
  'report-quantities': report([sent('a', { value: '120' })]),
  'attach-evidence': other('AttachEvidence', { evidence: { ...attached().data, evidenceId: 'second' } as never }),
  'withdraw-evidence': other('WithdrawEvidence'),
  complete: other('CompleteAchievement', { completedOn: '2022-04-01' }),
  submit: submit(),
  'request-amendment': amend([sent('a', { value: '130' })]),
  'settle a submission': settle(),
  'settle an amendment': settle({ subjectType: 'AMENDMENT', submissionNo: 2 }),
  withdraw: other('WithdrawAchievement'),
  revoke: other('RevokeApproval'),
} satisfies Record<string, AchievementCommand>;
type Act = keyof typeof commands;

const drafting = ['registered', 'in-progress', 'completed', 'returned'] as const;
const each = (states: readonly Status[], ...types: AchievementEvent['type'][]) =>
  Object.fromEntries(states.map((status) => [status, types]));
const nothing = each(statuses);

/** What each command makes of each state; where nothing is said it is refused. */
const answers: Record<Act, Partial<Record<Status, readonly (AchievementEvent['type'] | 'CONTRIBUTIONS_FIXED')[]>>> = {
  register: each(['none'], 'AchievementRegistered.v1'),
  'declare-contributions': {
    ...Object.fromEntries(
      (['under-review', 'returned', 'approved', 'amendment-pending', 'rejected', 'revoked'] as const).map((status) => [
        status,
        ['CONTRIBUTIONS_FIXED' as const],
      ]),
    ),
    ...each(['registered', 'in-progress', 'completed'], 'ContributionsDeclared.v1'),
  },
  'record-progress': each(['registered', 'in-progress', 'returned'], 'ProgressRecorded.v1'),
  'report-quantities': each(drafting, 'QuantityReported.v1'),
  'attach-evidence': each(drafting, 'EvidenceAttached.v1'),
  'withdraw-evidence': each(drafting, 'EvidenceWithdrawn.v1'),
  complete: each(drafting, 'AchievementCompleted.v1'),
  submit: {
    'in-progress': ['AchievementCompleted.v1', 'AchievementSubmitted.v1'],
    ...each(['completed', 'returned'], 'AchievementSubmitted.v1'),
  },
  'request-amendment': each(['approved'], 'AmendmentRequested.v1'),
  'settle a submission': { ...nothing, ...each(['under-review'], 'AchievementApproved.v1') },
  'settle an amendment': { ...nothing, ...each(['amendment-pending'], 'AchievementCorrected.v1') },
  withdraw: each([...drafting, 'under-review', 'rejected'], 'AchievementWithdrawn.v1'),
  revoke: each(['approved'], 'ApprovalRevoked.v1'),
};

const decided = (act: Act, history: readonly AchievementEvent[], campaign?: CampaignStatus) => {
  const command = campaign ? { ...commands[act], campaign: launchedCampaign({ status: campaign }) } : commands[act];
  return achievementDecider.decide(command, stateAfter(history));
};

describe('every command in every state', () => {
  const cells = (Object.keys(commands) as Act[]).flatMap((act) =>
    statuses.map((status) => [act, status, answers[act][status] ?? null] as const),
  );

  it.each(cells)('%s while it is %s: %j', (act, status, expected) => {
    const decision = decided(act, histories[status]);
    if (!isRefusal(decision)) return expect(decision.map(({ type }) => type)).toEqual(expected);
    // What was registered and nothing else has no lines to submit.
    if (act === 'submit' && status === 'registered') return expect(decision.refused).toBe('NOTHING_TO_SUBMIT');
    if (expected) return expect([decision.refused]).toEqual(expected);
    expect(decision).toEqual({ refused: 'INVALID_TRANSITION', detail: { from: status, to: act } });
  });
});

describe('every command in every state of its campaign', () => {
  /** A state in which each command is done. */
  const ready: Record<Exclude<Act, 'register'>, Status> = {
    ...{ 'declare-contributions': 'registered', 'record-progress': 'in-progress', 'report-quantities': 'in-progress' },
    ...{ 'attach-evidence': 'completed', 'withdraw-evidence': 'returned', complete: 'in-progress' },
    ...{ submit: 'completed', 'request-amendment': 'approved', 'settle a submission': 'under-review' },
    ...{ 'settle an amendment': 'amendment-pending', withdraw: 'in-progress', revoke: 'approved' },
  };
  const campaigns: readonly CampaignStatus[] = [
    'draft',
    'launched',
    'suspended',
    'reporting-closed',
    'summarised',
    'closed',
    'cancelled',
  ];
  const draftsIn: readonly CampaignStatus[] = ['launched', 'suspended', 'reporting-closed', 'summarised'];
  const takenIn = (act: Act): readonly CampaignStatus[] => {
    if (act === 'submit') return ['launched', 'reporting-closed', 'summarised'];
    if (act === 'request-amendment') return ['launched', 'reporting-closed', 'summarised', 'closed'];
    return act === 'revoke' || act.startsWith('settle') ? [...draftsIn, 'closed'] : draftsIn;
  };
  const cells = (Object.keys(ready) as (keyof typeof ready)[]).flatMap((act) =>
    campaigns.map((campaign) => [act, campaign, takenIn(act).includes(campaign)] as const),
  );

  it.each(cells)('%s while the campaign is %s: %s', (act, campaign, taken) => {
    const decision = decided(act, histories[ready[act]], campaign);
    if (taken) return expect(isRefusal(decision) ? decision : decision.length > 0).toBe(true);
    if (act.startsWith('settle')) return expect(decision).toEqual([]);
    expect(decision).toEqual({ refused: 'INVALID_TRANSITION', detail: { from: campaign, to: act } });
  });

  it('what waits for review is not taken back while the campaign is suspended', () => {
    const decision = decided('withdraw', underReview, 'suspended');
    expect(decision).toEqual({ refused: 'INVALID_TRANSITION', detail: { from: 'suspended', to: 'withdraw' } });
  });
});

describe('registering an achievement', () => {
  const refusing = (command: RegisterAchievement) => given([]).when(command);

  it('states what was planned', () => {
    const planned = { plannedFrom: '2022-02-01', plannedTo: '2022-02-01', templateId: 't1', movementCodes: ['m1'] };
    given([])
      .when(register(planned))
      .then([registered(planned)]);
  });

  it.each(['draft', 'closed', 'cancelled'] as const)('is refused while the campaign is %s', (status) => {
    refusing(register({}, { campaign: launchedCampaign({ status }) })).thenFaults([
      { refused: 'INVALID_TRANSITION', field: ['campaign'], detail: { from: status, to: 'register' } },
    ]);
  });

  it('is refused to an organisation that does not compete', () => {
    refusing(register({}, { participant: false })).thenFaults([{ refused: 'NOT_A_PARTICIPANT', field: ['campaign'] }]);
  });

  it('is refused for a content area that the campaign lacks', () => {
    refusing(register({ areaCode: '2.10' })).thenFaults([
      { refused: 'UNKNOWN_AREA', field: ['area'], detail: { area: '2.10', allowed: ['2.1', '2.2'] } },
    ]);
  });

  it.each(['WORK', 'PRODUCT', 'TASK'] as const)('is taken for a %s', (kind) => {
    given([])
      .when(register({ kind }))
      .then([registered({ kind })]);
  });

  it('is refused for a unit that neither is the own one nor went to it', () => {
    refusing(register({ ownerUnitId: 'elsewhere' }, { ownsUnit: false })).thenFaults([
      { refused: 'UNIT_NOT_OWNED', field: ['unit'] },
    ]);
  });

  it.each([0, 501])('is refused with a title of %i characters', (length) => {
    refusing(register({ titleVi: 'x'.repeat(length) })).thenFaults([
      { refused: 'TEXT_INVALID', field: ['title'], detail: { max: 500 } },
    ]);
  });

  it.each([1, 500])('is taken with a title of %i characters', (length) => {
    const titleVi = 'x'.repeat(length);
    given([])
      .when(register({ titleVi }))
      .then([registered({ titleVi })]);
  });

  it('is refused where the plan ends before it starts', () => {
    refusing(register({ plannedFrom: '2022-02-02', plannedTo: '2022-02-01' })).thenFaults([
      { refused: 'DATES_REVERSED', field: ['plannedTo'], detail: { from: '2022-02-02', to: '2022-02-01' } },
    ]);
  });

  it('is refused with 51 movements, counted as they were sent, and taken with 50', () => {
    const movements = (count: number) => ({ movementCodes: Array.from({ length: count }, (_, n) => `m${n}`) });
    refusing(register(movements(51))).thenFaults([
      { refused: 'TOO_MANY', field: ['movements'], detail: { max: 50, count: 51 } },
    ]);
    refusing(register(movements(80))).thenRefused('TOO_MANY', { detail: { max: 50, count: 80 } });
    given([])
      .when(register(movements(50)))
      .then([registered(movements(50))]);
  });

  it('names the input in a fault of a code, not the event', () => {
    refusing(register({ templateId: 'x'.repeat(61), movementCodes: ['m', ''] })).thenFaults([
      { refused: 'TEXT_INVALID', field: ['template'], detail: { max: 60 } },
      { refused: 'TEXT_INVALID', field: ['movements', '1'], detail: { max: 60 } },
    ]);
  });

  it('is told all faults of the form at once', () => {
    const dates = { plannedFrom: '2022-02-02', plannedTo: '2022-02-01' };
    refusing(register({ areaCode: '9', titleVi: '', ...dates }, { ownsUnit: false })).thenFaults([
      { refused: 'UNIT_NOT_OWNED', field: ['unit'] },
      { refused: 'UNKNOWN_AREA', field: ['area'], detail: { area: '9', allowed: ['2.1', '2.2'] } },
      { refused: 'TEXT_INVALID', field: ['title'], detail: { max: 500 } },
      { refused: 'DATES_REVERSED', field: ['plannedTo'], detail: { from: '2022-02-02', to: '2022-02-01' } },
    ]);
  });
});

describe('who took part', () => {
  const tookPart = (...acts: readonly (readonly [AchievementEvent, userId: string, onBehalfOfUserId?: string])[]) => {
    const state = acts.reduce<Achievement>((achievement, [event, userId, onBehalfOfUserId]) => {
      const actor = { userId, orgId: null, role: null, appointmentId: null };
      const acting = onBehalfOfUserId === undefined ? actor : { ...actor, onBehalfOfUserId };
      return evolveOne(achievementDecider.evolve, achievement, event, acting);
    }, achievementDecider.initial());
    return state.status === 'none' ? [] : state.tookPart;
  };

  it('is everybody with an act of their own', () => {
    const acts = [
      registered(),
      declared([lead(9000), partner('youth', 1000)]),
      progressed(10),
      reported(road),
      attached(),
      evidenceWithdrawn(),
      completed('2022-03-10'),
      submitted(road),
      approved(road),
      amendmentRequested({ before: road, after: [] }),
    ].map((event, n) => [event, `p${n}`] as const);
    const decidedBy = 'p8';
    expect(tookPart(...acts)).toEqual(acts.map(([, userId]) => userId).filter((userId) => userId !== decidedBy));
    expect(tookPart(...acts.slice(0, 8), [withdrawn([], 1), 'z'])).toContain('z');
  });

  it('is also the person somebody stood in for', () => {
    expect(tookPart([registered(), 'clerk', 'head'], [reported(road), 'clerk', 'head'])).toEqual(['clerk', 'head']);
  });

  it('is nobody who decided: a reviewer who returned it may review it again', () => {
    const upToReview = [
      [registered(), 'a'],
      [submitted(road), 'a'],
    ] as const;
    expect(tookPart(...upToReview, [returned(road), 'reviewer'])).toEqual(['a']);
    expect(tookPart(...upToReview, [approved(road), 'reviewer'])).toEqual(['a']);
    expect(tookPart(...upToReview, [rejected(road), 'reviewer'])).toEqual(['a']);
  });
});

describe('merging lines', () => {
  /** The same by a list of pairs, walked by hand. */
  const model = (before: readonly Line[], set: readonly Line[], removed: readonly string[]): readonly Line[] => {
    const kept = before.filter(({ lineId }) => !removed.includes(lineId));
    const lastOf = (lineId: string) => set.filter((one) => one.lineId === lineId).at(-1);
    const added = set.filter(
      ({ lineId }, n) =>
        !kept.some((one) => one.lineId === lineId) && set.findIndex((one) => one.lineId === lineId) === n,
    );
    return [...kept, ...added].map((one) => lastOf(one.lineId) ?? one);
  };

  const ids = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const lines = fc.array(
    fc.record({ lineId: ids, value: fc.nat() }).map(({ lineId, value }) => line(lineId, value)),
    { maxLength: 8 },
  );
  const distinct = lines.map((list) => [...new Map(list.map((one) => [one.lineId, one])).values()]);

  it('gives what the model gives: set replaces or appends, removed is gone', () => {
    fc.assert(
      fc.property(distinct, lines, fc.array(ids), (before, set, removed) => {
        expect(mergeLines(before, set, removed)).toEqual(model(before, set, removed));
      }),
    );
  });

  it('of a sequence of forms is what the last form that names a line says of it', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(distinct, fc.array(ids)), { maxLength: 6 }), (forms) => {
        const last = new Map<string, Line>();
        for (const [set, removed] of forms) {
          for (const lineId of removed) last.delete(lineId);
          for (const one of set) last.set(one.lineId, one);
        }
        const merged = forms.reduce<readonly Line[]>((before, form) => mergeLines(before, ...form), []);
        expect(new Map(merged.map((one) => [one.lineId, one]))).toEqual(last);
      }),
    );
  });
});
