import { describe, expect, it } from '@jest/globals';
import { specification } from '@thidua/event-sourcing';
import type { AchievementEvent, Line } from '@thidua/events';
import {
  amend,
  amendmentRefused,
  amendmentRequested,
  approved,
  completed,
  corrected,
  line,
  other,
  people,
  registered,
  reported,
  revoked,
  sent,
  settle,
  stateAfter,
  submitted,
  withdrawn,
} from '../../test/achievements.js';
import { achievementDecider } from './achievement.decider.js';

const { given } = specification(achievementDecider);

const acceptedWith = (lines: readonly Line[]): readonly AchievementEvent[] => [
  registered(),
  reported(lines),
  completed('2022-03-10'),
  submitted(lines),
  approved(lines),
];
const road = [line('a', 100)];
const accepted = acceptedWith(road);
const longer = { before: road, after: [line('a', 130)] };
const waiting = [...accepted, amendmentRequested(longer)];
const answered = (more: Partial<Parameters<typeof settle>[0]> = {}) =>
  settle({ subjectType: 'AMENDMENT', submissionNo: 2, ...more });

describe('asking for an amendment', () => {
  it('states the whole line sets of both sides, as the next submission', () => {
    const two = [line('a', 100), line('b', 7)];
    given(acceptedWith(two), 'clerk')
      .when(
        amend([sent('c', { value: '1' }), sent('a', { value: '130' })], { removedLineIds: ['b'], persons: ['head'] }),
      )
      .then([
        amendmentRequested({ before: two, after: [line('a', 130), line('c', 1)] }, { submittedBy: ['clerk', 'head'] }),
      ]);
  });

  it('that changes nothing is refused', () => {
    const refused = [{ refused: 'NOTHING_TO_AMEND', field: ['lines'] } as const];
    given(accepted).when(amend([])).thenFaults(refused);
    given(accepted)
      .when(amend([sent('a', { value: '100.0' })]))
      .thenFaults(refused);
  });

  it('for no line at all is refused: an approval is revoked instead', () => {
    given(accepted)
      .when(amend([], { removedLineIds: ['a'] }))
      .thenFaults([{ refused: 'NOTHING_TO_SUBMIT', field: ['removedLineIds'] }]);
  });

  it('is judged by the rules of every line', () => {
    given(accepted)
      .when(amend([sent('a', { value: '-1', effectiveOn: '2022-05-02' })], { removedLineIds: ['z'] }))
      .thenFaults([
        { refused: 'UNKNOWN_LINE', field: ['removedLineIds', '0'], detail: { lineId: 'z' } },
        { refused: 'QUANTITY_NEGATIVE', field: ['lines', '0', 'value'], detail: { value: '-1' } },
        {
          refused: 'DAY_IN_FUTURE',
          field: ['lines', '0', 'effectiveOn'],
          detail: { day: '2022-05-02', today: '2022-05-01' },
        },
      ]);
  });

  it('needs a receiver and a reason', () => {
    given(accepted)
      .when(amend([sent('a', { value: '1' })], { receiverOrgId: null }))
      .thenFaults([{ refused: 'NO_RECEIVER', field: ['achievement'] }]);
    given(accepted)
      .when(amend([sent('a', { value: '1' })], { reason: '' }))
      .thenRefused('TEXT_INVALID', { field: ['reason'] });
  });

  it('after one was refused or approved starts from what counts then, and counts on', () => {
    given([...waiting, amendmentRefused(longer)])
      .when(amend([sent('a', { value: '90' })]))
      .then([amendmentRequested({ before: road, after: [line('a', 90)] }, { submissionNo: 3 })]);
    given([...waiting, corrected(longer)])
      .when(amend([sent('a', { value: '90' })]))
      .then([amendmentRequested({ before: [line('a', 130)], after: [line('a', 90)] }, { submissionNo: 3 })]);
  });
});

describe('scenarios of figures.md 10', () => {
  it('4: an amendment may move the day of a line alone', () => {
    const [april10, april20] = [[line('a', 100, '2022-04-10')], [line('a', 100, '2022-04-20')]];
    given(acceptedWith(april10))
      .when(amend([sent('a', { effectiveOn: '2022-04-20' })]))
      .then([amendmentRequested({ before: april10, after: april20 })]);
  });

  it('5: approved 100, 130 or 60 asked for: the approved lines stand until it is decided', () => {
    for (const value of [130, 60]) {
      given(accepted)
        .when(amend([sent('a', { value: String(value) })]))
        .then([amendmentRequested({ before: road, after: [line('a', value)] })]);
    }
    expect(stateAfter(waiting)).toMatchObject({ lines: road, proposedLines: longer.after });
  });

  it('5: an amendment that drops one person states the line with and without them', () => {
    const both = { before: [people('p', [1, 2, 3])], after: [people('p', [1, 3])] };
    const members = both.after[0]?.quantity as { members: string[] };
    given(acceptedWith(both.before))
      .when(amend([sent('p', { metric: 'people', value: null, members: members.members })]))
      .then([amendmentRequested(both)]);
  });
});

describe('deciding an amendment', () => {
  it('corrects the approved lines', () => {
    given(waiting)
      .when(answered())
      .then([corrected(longer)]);
    expect(stateAfter([...waiting, corrected(longer)])).toMatchObject({
      ...{ status: 'approved', lines: longer.after, proposedLines: null },
    });
  });

  it.each(['RETURN', 'REJECT'] as const)('%s refuses it and the approved lines stay', (outcome) => {
    given(waiting)
      .when(answered({ outcome, reasonCode: 'QUANTITY_UNCLEAR', note: 'Hãy đo lại.' }))
      .then([amendmentRefused(longer, outcome)]);
    expect(stateAfter([...waiting, amendmentRefused(longer, outcome)])).toMatchObject({
      ...{ status: 'approved', lines: road, proposedLines: null },
    });
  });

  it('of another submission, or as if it were a submission, does nothing', () => {
    given(waiting)
      .when(answered({ submissionNo: 1 }))
      .thenNothing();
    given(waiting)
      .when(settle({ submissionNo: 2 }))
      .thenNothing();
    given([...waiting, corrected(longer)])
      .when(answered())
      .thenNothing();
  });
});

describe('ending', () => {
  it('takes the lines that wait for review out of the pending figures, and none that do not', () => {
    const sentIn = accepted.slice(0, 4);
    given(sentIn)
      .when(other('WithdrawAchievement'))
      .then([withdrawn(road, 1)]);
    given(sentIn.slice(0, 3))
      .when(other('WithdrawAchievement'))
      .then([withdrawn([], 0)]);
  });

  it('revokes what counts now, by the receiver that says so', () => {
    given([...waiting, corrected(longer)])
      .when(other('RevokeApproval'))
      .then([revoked(longer.after, 2)]);
  });

  it('needs a reason', () => {
    given(accepted)
      .when(other('RevokeApproval', { reason: '' }))
      .thenRefused('TEXT_INVALID', { field: ['reason'] });
    given([registered()])
      .when(other('WithdrawAchievement', { reason: '' }))
      .thenRefused('TEXT_INVALID', { field: ['reason'] });
  });
});
