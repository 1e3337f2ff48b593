import { describe, expect, it } from '@jest/globals';
import { isRefusal, specification } from '@thidua/event-sourcing';
import type { EventData, ReviewEvent } from '@thidua/events';
import fc from 'fast-check';
import { type ReviewCommand, type ReviewRefusal, reviewDecider } from './review.decider.js';

const { given } = specification(reviewDecider);

const opening: EventData<'ReviewOpened.v1'> = {
  reviewId: 'case',
  subjectType: 'ACHIEVEMENT',
  subjectId: 'road',
  submissionNo: 2,
  campaignId: 'tra-vinh-2022',
  areaCode: '2.1',
  ownerOrgId: 'commune-committee',
  ownerUnitId: 'commune',
  receiverOrgId: 'district-committee',
  submittedBy: ['clerk', 'head'],
  dueAt: '2022-05-08T02:00:00.000Z',
};
const opened: ReviewEvent = { type: 'ReviewOpened.v1', data: opening };

const decided = (more: Partial<EventData<'ReviewDecided.v1'>> = {}): ReviewEvent => ({
  type: 'ReviewDecided.v1',
  data: {
    reviewId: 'case',
    subjectType: 'ACHIEVEMENT',
    subjectId: 'road',
    submissionNo: 2,
    outcome: 'APPROVE',
    ...more,
  },
});

type Decide = Extract<ReviewCommand, { type: 'DecideReview' }>;

const approve = (more: Partial<Decide> = {}): Decide => ({
  type: 'DecideReview',
  outcome: 'APPROVE',
  submissionNo: 2,
  persons: ['reviewer'],
  reasonCode: null,
  note: null,
  reasons: ['QUANTITY_UNCLEAR', 'OTHER'],
  ...more,
});

const sendBack = (more: Partial<Decide> = {}): Decide =>
  approve({ outcome: 'RETURN', reasonCode: 'QUANTITY_UNCLEAR', note: 'Hãy đo lại.', ...more });

const refusedOnce = (command: Decide, fault: ReviewRefusal) => given([opened]).when(command).thenFaults([fault]);

describe('opening a review', () => {
  it('states the submission, its receiver and who took part', () => {
    given([]).when({ type: 'OpenReview', opening }).then([opened]);
  });

  it('twice changes nothing, also once it is decided or the second says otherwise', () => {
    given([opened]).when({ type: 'OpenReview', opening }).thenNothing();
    given([opened])
      .when({ type: 'OpenReview', opening: { ...opening, submittedBy: ['nobody'] } })
      .thenNothing();
    given([opened, decided()]).when({ type: 'OpenReview', opening }).thenNothing();
  });
});

describe('deciding a review', () => {
  it('approves the submission that was read', () => {
    given([opened]).when(approve()).then([decided()]);
  });

  it('approves with a note and a reason where they are given', () => {
    given([opened])
      .when(approve({ note: 'Tốt.', reasonCode: 'OTHER' }))
      .then([decided({ note: 'Tốt.', reasonCode: 'OTHER' })]);
  });

  it('approves without a note where it is blank', () => {
    given([opened])
      .when(approve({ note: '' }))
      .then([decided()]);
  });

  it('returns it with a reason and a note', () => {
    given([opened])
      .when(sendBack())
      .then([decided({ outcome: 'RETURN', reasonCode: 'QUANTITY_UNCLEAR', note: 'Hãy đo lại.' })]);
  });

  it('that was never opened is refused', () => {
    given([])
      .when(approve())
      .thenFaults([{ refused: 'NOT_FOUND', field: ['review'] }]);
    given([])
      .when(sendBack())
      .thenFaults([{ refused: 'NOT_FOUND', field: ['review'] }]);
  });

  it.each(['APPROVE', 'RETURN'] as const)('after somebody decided %s is refused, whoever asks for what', (outcome) => {
    const fault = { refused: 'ALREADY_DECIDED', field: ['review'], detail: { outcome } } as const;
    const history = [opened, decided({ outcome })];
    for (const command of [approve(), sendBack(), approve({ persons: ['clerk'] }), approve({ submissionNo: 1 })]) {
      given(history).when(command).thenFaults([fault]);
    }
  });

  it.each([1, 3])('naming submission %i of a case about submission 2 is refused', (read) => {
    refusedOnce(approve({ submissionNo: read }), {
      refused: 'SUBMISSION_CHANGED',
      field: ['submissionNo'],
      detail: { read, actual: 2 },
    });
  });

  describe('by somebody who took part', () => {
    const fourEyes = { refused: 'FOUR_EYES', field: ['review'] } as const;

    it.each(['clerk', 'head'])('is refused to the %s', (person) => {
      refusedOnce(approve({ persons: [person] }), fourEyes);
      refusedOnce(sendBack({ persons: [person] }), fourEyes);
    });

    it('is refused to whoever stands in for one of them, and to one of them standing in', () => {
      refusedOnce(approve({ persons: ['reviewer', 'head'] }), fourEyes);
      refusedOnce(approve({ persons: ['clerk', 'reviewer'] }), fourEyes);
    });

    it('compares persons exactly', () => {
      given([opened])
        .when(approve({ persons: ['Clerk', 'head2'] }))
        .then([decided()]);
    });
  });

  it('to return it without a reason or a note is refused, each by its field', () => {
    const reason = { refused: 'REASON_REQUIRED', field: ['reasonCode'] } as const;
    const note = { refused: 'REASON_REQUIRED', field: ['note'] } as const;
    refusedOnce(sendBack({ reasonCode: null }), reason);
    refusedOnce(sendBack({ note: null }), note);
    refusedOnce(sendBack({ note: '' }), note);
    given([opened])
      .when(sendBack({ reasonCode: null, note: null }))
      .thenFaults([reason, note]);
  });

  it.each([approve({ reasonCode: 'LATE' }), sendBack({ reasonCode: 'LATE' }), sendBack({ reasonCode: '' })])(
    'by a reason that the catalogue lacks is refused: $outcome "$reasonCode"',
    (command) => {
      const detail = { reasonCode: command.reasonCode ?? '', allowed: ['QUANTITY_UNCLEAR', 'OTHER'] };
      refusedOnce(command, { refused: 'UNKNOWN_REASON', field: ['reasonCode'], detail });
    },
  );

  it('takes a note of 10,000 characters and refuses one more', () => {
    const note = 'x'.repeat(10_000);
    given([opened])
      .when(approve({ note }))
      .then([decided({ note })]);
    refusedOnce(approve({ note: `${note}x` }), { refused: 'TEXT_INVALID', field: ['note'], detail: { max: 10_000 } });
  });

  it('keeps four eyes for any persons: a decision stands exactly where nobody is on both sides', () => {
    const persons = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1 });
    fc.assert(
      fc.property(persons, persons, (submittedBy, deciders) => {
        const decision = reviewDecider.decide(approve({ persons: deciders }), {
          ...opening,
          status: 'open',
          submittedBy,
          outcome: null,
        });
        const onBothSides = submittedBy.filter((person) => deciders.includes(person));
        expect(isRefusal(decision)).toBe(onBothSides.length > 0);
      }),
    );
  });
});
