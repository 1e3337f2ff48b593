import { describe, expect, it } from '@jest/globals';
import { specification } from '@thidua/event-sourcing';
import {
  approved,
  attached,
  completed,
  evidenceWithdrawn,
  line,
  other,
  photo,
  registered,
  rejected,
  reported,
  returned,
  settle,
  stateAfter,
  subject,
  submit,
  submitted,
} from '../../test/achievements.js';
import { achievementDecider } from './achievement.decider.js';

const { given } = specification(achievementDecider);
const road = [line('a', 100)];
const drafted = [registered(), reported(road)];
const underReview = [...drafted, completed('2022-03-10'), submitted(road)];
const sentBack = [...underReview, returned(road)];

describe('completing', () => {
  it('says the day, once; another day mends it', () => {
    given(drafted)
      .when(other('CompleteAchievement'))
      .then([completed('2022-03-10')]);
    given([...drafted, completed('2022-03-10')])
      .when(other('CompleteAchievement'))
      .thenNothing();
    given([...drafted, completed('2022-03-10')])
      .when(other('CompleteAchievement', { completedOn: '2022-03-11' }))
      .then([completed('2022-03-11')]);
  });

  it('leaves it completed while its lines still change, and sent back while it is sent back', () => {
    const done = [...drafted, completed('2022-03-10')];
    expect(stateAfter([...done, reported([line('b', 1)])]).status).toBe('completed');
    expect(stateAfter([...sentBack, completed('2022-03-12')]).status).toBe('returned');
  });

  it('refuses a day outside the period and one that has not come', () => {
    given(drafted)
      .when(other('CompleteAchievement', { completedOn: '2021-12-31' }))
      .thenRefused('DAY_OUTSIDE_PERIOD', { field: ['completedOn'] });
    given(drafted)
      .when(other('CompleteAchievement', { completedOn: '2022-05-02' }))
      .thenRefused('DAY_IN_FUTURE', { field: ['completedOn'] });
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

  it('a work without an acceptance or a photo is refused, with one of them taken', () => {
    const works = [registered({ kind: 'WORK' }), reported(road)];
    const refused = [{ refused: 'EVIDENCE_REQUIRED', field: ['achievement'] } as const];
    given(works).when(submit()).thenFaults(refused);
    for (const kind of ['MINUTES', 'LIST', 'OTHER'] as const) {
      given([...works, attached(photo('e', { kind }))])
        .when(submit())
        .thenFaults(refused);
    }
    given([...works, attached(), evidenceWithdrawn()])
      .when(submit())
      .thenFaults(refused);
    for (const kind of ['ACCEPTANCE', 'PHOTO'] as const) {
      given([...works, attached(photo('e', { kind }))])
        .when(submit())
        .then([completed('2022-03-10'), submitted(road)]);
    }
  });

  it('tells all that is missing at once', () => {
    given([registered({ kind: 'WORK' })])
      .when(submit({ receiverOrgId: null, completedOn: '2022-05-02' }))
      .thenFaults([
        { refused: 'NOTHING_TO_SUBMIT', field: ['achievement'] },
        { refused: 'EVIDENCE_REQUIRED', field: ['achievement'] },
        { refused: 'NO_RECEIVER', field: ['achievement'] },
        { refused: 'DAY_IN_FUTURE', field: ['completedOn'], detail: { day: '2022-05-02', today: '2022-05-01' } },
      ]);
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

  it('rejects it with the reason and the note of the reviewer, for good', () => {
    given(underReview)
      .when(settle({ outcome: 'REJECT', reasonCode: 'QUANTITY_UNCLEAR', note: 'Hãy đo lại.' }))
      .then([rejected(road)]);
  });

  it('takes no decision about an amendment for one about the submission', () => {
    given(underReview)
      .when(settle({ subjectType: 'AMENDMENT' }))
      .thenNothing();
  });
});
