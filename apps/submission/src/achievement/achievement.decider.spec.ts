import { describe, expect, it } from '@jest/globals';
import { evolveOne, isRefusal, specification } from '@thidua/event-sourcing';
import type { AchievementEvent, Line } from '@thidua/events';
import fc from 'fast-check';
import {
  approved,
  completed,
  launchedCampaign,
  line,
  register,
  registered,
  report,
  reported,
  returned,
  sent,
  sentLines,
  settle,
  storedLines,
  subject,
  submit,
  submitted,
} from '../../test/achievements.js';
import {
  type Achievement,
  type AchievementCommand,
  achievementDecider,
  mergeLines,
  type RegisterAchievement,
} from './achievement.decider.js';

const { given } = specification(achievementDecider);
const road = [line('a', 100)];

const drafted = [registered(), reported(road)];
const underReview = [...drafted, completed('2022-03-10'), submitted(road)];
const sentBack = [...underReview, returned(road)];
const histories = {
  none: [],
  registered: drafted,
  'under-review': underReview,
  returned: sentBack,
  approved: [...underReview, approved(road)],
};
type Status = keyof typeof histories;

const commands = {
  register: register(),
  'report-quantities': report([sent('a', { value: '120' })]),
  submit: submit(),
  settle: settle(),
} satisfies Record<string, AchievementCommand>;

describe('every command in every state', () => {
  const types: Record<keyof typeof commands, Partial<Record<Status, readonly AchievementEvent['type'][]>>> = {
    register: { none: ['AchievementRegistered.v1'] },
    'report-quantities': { registered: ['QuantityReported.v1'], returned: ['QuantityReported.v1'] },
    submit: {
      registered: ['AchievementCompleted.v1', 'AchievementSubmitted.v1'],
      returned: ['AchievementSubmitted.v1'],
    },
    settle: { none: [], registered: [], 'under-review': ['AchievementApproved.v1'], returned: [], approved: [] },
  };
  const cells = (Object.keys(commands) as (keyof typeof commands)[]).flatMap((to) =>
    (Object.keys(histories) as Status[]).map((from) => [to, from, types[to][from] ?? null] as const),
  );

  it.each(cells)('%s while it is %s: %j', (to, from, expected) => {
    const asked = given(histories[from]).when(commands[to]);
    if (expected === null) return asked.thenRefused('INVALID_TRANSITION', { detail: { from, to } });
    const decision = achievementDecider.decide(commands[to], stateAfter(histories[from]));
    expect(isRefusal(decision) ? decision : decision.map(({ type }) => type)).toEqual(expected);
  });
});

const stateAfter = (history: readonly AchievementEvent[]): Achievement =>
  history.reduce(
    (state, event) =>
      evolveOne(achievementDecider.evolve, state, event, { userId: 'p', orgId: null, role: null, appointmentId: null }),
    achievementDecider.initial(),
  );

describe('registering an achievement', () => {
  const refusing = (command: RegisterAchievement) => given([]).when(command);

  it('states what was planned', () => {
    const planned = { plannedFrom: '2022-02-01', plannedTo: '2022-02-01', templateId: 't1', movementCodes: ['m1'] };
    given([])
      .when(register(planned))
      .then([registered(planned)]);
  });

  it('is refused while the campaign is a draft', () => {
    refusing(register({}, { campaign: launchedCampaign({ status: 'draft' }) })).thenFaults([
      { refused: 'INVALID_TRANSITION', field: ['campaign'], detail: { from: 'draft', to: 'register' } },
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

  it('is refused for a work, which needs evidence, and taken for a product', () => {
    refusing(register({ kind: 'WORK' })).thenFaults([{ refused: 'KIND_NOT_SUPPORTED', field: ['kind'] }]);
    given([])
      .when(register({ kind: 'PRODUCT' }))
      .then([registered({ kind: 'PRODUCT' })]);
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
      { refused: 'TEXT_INVALID', field: ['movements', '1'], detail: { max: 1000 } },
    ]);
  });

  it('is told all faults of the form at once', () => {
    const dates = { plannedFrom: '2022-02-02', plannedTo: '2022-02-01' };
    refusing(register({ areaCode: '9', kind: 'WORK', titleVi: '', ...dates })).thenFaults([
      { refused: 'UNKNOWN_AREA', field: ['area'], detail: { area: '9', allowed: ['2.1', '2.2'] } },
      { refused: 'KIND_NOT_SUPPORTED', field: ['kind'] },
      { refused: 'TEXT_INVALID', field: ['title'], detail: { max: 500 } },
      { refused: 'DATES_REVERSED', field: ['plannedTo'], detail: { from: '2022-02-02', to: '2022-02-01' } },
    ]);
  });
});

describe('reporting quantities', () => {
  it('stores the lines that change and the ids that go, exactly', () => {
    given([registered(), reported([line('a', 100), line('b', 7)])])
      .when(report([sent('a'), sent('c', { value: '0' })], { removedLineIds: ['b'] }))
      .then([reported([line('c', 0)], ['b'])]);
  });

  it('that stand already makes no event', () => {
    given(drafted)
      .when(report([sent('a')]))
      .thenNothing();
    given(drafted).when(report([])).thenNothing();
  });

  it('of any form, once taken, makes no event the second time', () => {
    const values = fc.constantFrom('0', '1', '07', '7.0', '100');
    const form = fc
      .dictionary(fc.constantFrom('a', 'b', 'c', 'd'), values)
      .map((entries) => Object.entries(entries).map(([lineId, value]) => sent(lineId, { value })));
    fc.assert(
      fc.property(fc.array(form, { maxLength: 5 }), form, (earlier, last) => {
        const history = [registered()];
        for (const lines of [...earlier, last]) {
          const decision = achievementDecider.decide(report(lines), stateAfter(history));
          if (!isRefusal(decision)) history.push(...decision);
        }
        expect(achievementDecider.decide(report(last), stateAfter(history))).toEqual([]);
      }),
    );
  });

  it('is refused with every fault of the form at once', () => {
    given(drafted)
      .when(report([sent('b', { effectiveOn: null, value: null }), sent('c', { metric: 'people' })]))
      .thenFaults([
        { refused: 'QUANTITY_MISSING', field: ['lines', '0', 'value'] },
        { refused: 'MISSING', field: ['lines', '0', 'effectiveOn'], detail: { what: 'effectiveOn' } },
        {
          refused: 'METRIC_NOT_SUPPORTED',
          field: ['lines', '1', 'metric'],
          detail: { metric: 'people', combine: 'DISTINCT' },
        },
      ]);
  });

  it('takes the 200th line and refuses the 201st', () => {
    const lines = storedLines(200);
    given([registered()])
      .when(report(sentLines(200)))
      .then([reported(lines)]);
    given([registered(), reported(lines)])
      .when(report([sent('one more')]))
      .thenFaults([{ refused: 'TOO_MANY', field: ['lines'], detail: { max: 200, count: 201 } }]);
  });

  it('stands in the order the lines came, each replaced in its place', () => {
    given([registered(), reported([line('a', 1), line('b', 2)]), reported([line('c', 3), line('a', 4)], ['b'])])
      .when(submit())
      .then([completed('2022-03-10'), submitted([line('a', 4), line('c', 3)])]);
  });
});

describe('submitting', () => {
  const days = [line('a', 1, '2022-03-10'), line('b', 2, '2022-04-20'), line('c', 3, '2022-02-01')];

  it('completes the achievement on the latest day of its lines', () => {
    given([registered(), reported(days)])
      .when(submit())
      .then([completed('2022-04-20'), submitted(days)]);
  });

  it('completes it on the day given', () => {
    given([registered(), reported(days)])
      .when(submit({ completedOn: '2022-05-01' }))
      .then([completed('2022-05-01'), submitted(days)]);
  });

  it('does not complete it twice on one day', () => {
    const history = [registered(), reported(days), completed('2022-04-20')];
    given(history)
      .when(submit())
      .then([submitted(days)]);
    given(history)
      .when(submit({ completedOn: '2022-04-21' }))
      .then([completed('2022-04-21'), submitted(days)]);
  });

  it('without lines is refused', () => {
    const refused = [{ refused: 'NOTHING_TO_SUBMIT', field: ['achievement'] } as const];
    given([registered()]).when(submit()).thenFaults(refused);
    given([...drafted, reported([], ['a'])])
      .when(submit())
      .thenFaults(refused);
  });

  it('is possible with zeros alone', () => {
    const zero = [line('a', 0)];
    given([registered(), reported(zero)])
      .when(submit())
      .then([completed('2022-03-10'), submitted(zero)]);
  });

  it('without a receiver is refused', () => {
    given(drafted)
      .when(submit({ receiverOrgId: null }))
      .thenFaults([{ refused: 'NO_RECEIVER', field: ['achievement'] }]);
  });

  it.each(['2021-12-31', '2022-07-01'])('with the last day %s, outside the period, is refused', (day) => {
    given(drafted)
      .when(submit({ completedOn: day, today: '2022-12-31' }))
      .thenFaults([
        {
          refused: 'DAY_OUTSIDE_PERIOD',
          field: ['completedOn'],
          detail: { day, from: '2022-01-01', to: '2022-06-30' },
        },
      ]);
  });

  it.each(['2022-01-01', '2022-06-30'])('with the last day %s, a bound of the period, is taken', (completedOn) => {
    given(drafted)
      .when(submit({ completedOn, today: '2022-12-31' }))
      .then([completed(completedOn), submitted(road)]);
  });

  it('with a last day that has not come is refused, with today taken', () => {
    given(drafted)
      .when(submit({ completedOn: '2022-05-02' }))
      .thenFaults([
        {
          refused: 'DAY_IN_FUTURE',
          field: ['completedOn'],
          detail: { day: '2022-05-02', today: '2022-05-01' },
        },
      ]);
    given(drafted)
      .when(submit({ completedOn: '2022-05-01' }))
      .then([completed('2022-05-01'), submitted(road)]);
  });

  it('again after a return counts submission 2 and keeps everybody who took part', () => {
    const corrected = [line('a', 90)];
    given([...sentBack, reported(corrected)], 'clerk')
      .when(submit({ persons: ['head'] }))
      .then([submitted(corrected, { submissionNo: 2, submittedBy: ['clerk', 'head'] })]);
  });

  it('again and again counts on', () => {
    const second = [...sentBack, submitted(road, { submissionNo: 2 }), returned(road, 2)];
    given(second)
      .when(submit())
      .then([submitted(road, { submissionNo: 3 })]);
  });

  it('names a person who takes part twice once, and whoever is stood in for', () => {
    given(drafted, 'clerk')
      .when(submit({ persons: ['clerk', 'head'] }))
      .then([completed('2022-03-10'), submitted(road, { submittedBy: ['clerk', 'head'] })]);
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

  it('is everybody who registered, reported, completed or submitted', () => {
    const acts = [
      [registered(), 'a'],
      [reported(road), 'b'],
      [completed('2022-03-10'), 'c'],
      [submitted(road), 'd'],
    ] as const;
    expect(tookPart(...acts)).toEqual(['a', 'b', 'c', 'd']);
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
  });
});

describe('settling', () => {
  it('approves exactly what was submitted', () => {
    given(underReview)
      .when(settle())
      .then([approved(road)]);
  });

  it('returns it with the reason and the note of the reviewer', () => {
    given(underReview)
      .when(settle({ outcome: 'RETURN', reasonCode: 'QUANTITY_UNCLEAR', note: 'Hãy đo lại.' }))
      .then([returned(road)]);
  });

  it('approves with a note where there is one', () => {
    const data = { submissionNo: 1, reviewId: 'case', subject, lines: road, note: 'Tốt.' };
    given(underReview)
      .when(settle({ note: 'Tốt.' }))
      .then([{ type: 'AchievementApproved.v1', data }]);
  });

  it.each([0, 2])('at submission %i while 1 is under review does nothing', (submissionNo) => {
    given(underReview).when(settle({ submissionNo })).thenNothing();
  });

  it('at a submission that was returned does nothing once the next is under review', () => {
    const again = [...sentBack, submitted(road, { submissionNo: 2 })];
    given(again)
      .when(settle({ submissionNo: 1 }))
      .thenNothing();
    given(again)
      .when(settle({ submissionNo: 2 }))
      .then([approved(road, 2)]);
  });

  it('twice does nothing the second time, whatever the second outcome', () => {
    const settled = [...underReview, approved(road)];
    given(settled).when(settle()).thenNothing();
    given(settled)
      .when(settle({ outcome: 'RETURN', reasonCode: 'OTHER', note: 'x' }))
      .thenNothing();
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
