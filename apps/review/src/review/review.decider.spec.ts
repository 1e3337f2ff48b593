import { describe, expect, it } from '@jest/globals';
import { isRefusal, specification } from '@thidua/event-sourcing';
import type { ReviewEvent } from '@thidua/events';
import fc from 'fast-check';
import {
  approve,
  assigned,
  decided,
  mooted,
  opened,
  opening,
  recused,
  reject,
  reportOpened,
  sendBack,
} from '../../test/cases.js';
import { type ReviewCommand, type ReviewRefusal, reviewDecider } from './review.decider.js';
import { evolveReview, type OpenedReview } from './review.state.js';

const { given } = specification(reviewDecider);

type Decide = Extract<ReviewCommand, { type: 'DecideReview' }>;
const refusedOnce = (command: Decide, fault: ReviewRefusal, history: readonly ReviewEvent[] = [opened()]) =>
  given(history).when(command).thenFaults([fault]);

describe('opening a review', () => {
  it('states the submission, its receiver and who took part', () => {
    given([]).when({ type: 'OpenReview', opening }).then([opened()]);
    const amendment = { ...opening, subjectType: 'AMENDMENT' } as const;
    given([])
      .when({ type: 'OpenReview', opening: amendment })
      .then([opened(amendment)]);
  });

  it.each<[string, readonly ReviewEvent[]]>([
    ['open', [opened()]],
    ['assigned', [opened(), assigned('reviewer')]],
    ['decided', [opened(), decided()]],
    ['mooted', [opened(), mooted()]],
  ])('again changes nothing where it is %s, whatever the second says', (_, history) => {
    given(history).when({ type: 'OpenReview', opening }).thenNothing();
    given(history)
      .when({ type: 'OpenReview', opening: { ...opening, submittedBy: ['nobody'] } })
      .thenNothing();
  });
});

describe('deciding a review', () => {
  it('approves the submission that was read', () => {
    given([opened()]).when(approve()).then([decided()]);
  });

  it('approves with a note and a reason where they are given, without a note where it is blank', () => {
    given([opened()])
      .when(approve({ note: 'Tốt.', reasonCode: 'OTHER' }))
      .then([decided({ note: 'Tốt.', reasonCode: 'OTHER' })]);
    given([opened()])
      .when(approve({ note: '' }))
      .then([decided()]);
  });

  it('returns or rejects it with a reason and a note', () => {
    const why = { reasonCode: 'QUANTITY_UNCLEAR', note: 'Hãy đo lại.' };
    given([opened()])
      .when(sendBack())
      .then([decided({ outcome: 'RETURN', ...why })]);
    given([opened()])
      .when(reject())
      .then([decided({ outcome: 'REJECT', ...why })]);
  });

  it('of an amendment says that it is one', () => {
    given([opened({ subjectType: 'AMENDMENT' })])
      .when(reject())
      .then([
        decided({
          subjectType: 'AMENDMENT',
          outcome: 'REJECT',
          reasonCode: 'QUANTITY_UNCLEAR',
          note: 'Hãy đo lại.',
        }),
      ]);
  });

  it('that was never opened is refused', () => {
    for (const command of [approve(), sendBack(), reject()]) {
      refusedOnce(command, { refused: 'NOT_FOUND', field: ['review'] }, []);
    }
  });

  it.each(['APPROVE', 'RETURN', 'REJECT'] as const)(
    'after somebody decided %s is refused, whoever asks for what',
    (outcome) => {
      const fault = { refused: 'ALREADY_DECIDED', field: ['review'], detail: { outcome } } as const;
      const history = [opened(), decided({ outcome })];
      for (const command of [approve(), sendBack(), approve({ persons: ['clerk'] }), approve({ submissionNo: 1 })]) {
        refusedOnce(command, fault, history);
      }
    },
  );

  it.each(['WITHDRAWN', 'CAMPAIGN_CANCELLED'] as const)('after it was closed as %s is refused', (reason) => {
    const fault = { refused: 'CASE_MOOTED', field: ['review'], detail: { mooted: reason } } as const;
    for (const command of [approve(), reject({ submissionNo: 1 })]) {
      refusedOnce(command, fault, [opened(), assigned('reviewer'), mooted(reason)]);
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
      for (const decision of [approve, sendBack, reject]) refusedOnce(decision({ persons: [person] }), fourEyes);
    });

    it('is refused to whoever stands in for one of them, and to one of them standing in', () => {
      refusedOnce(approve({ persons: ['reviewer', 'head'] }), fourEyes);
      refusedOnce(approve({ persons: ['clerk', 'reviewer'] }), fourEyes);
    });

    it('compares persons exactly', () => {
      given([opened()])
        .when(approve({ persons: ['Clerk', 'head2'] }))
        .then([decided()]);
    });
  });

  it('that is assigned is for its assignee alone, or for whoever stands in for them', () => {
    const history = [opened(), assigned('reviewer')];
    given(history).when(approve()).then([decided()]);
    given(history)
      .when(approve({ persons: ['deputy', 'reviewer'] }))
      .then([decided()]);
    for (const command of [approve({ persons: ['other'] }), sendBack({ persons: ['other'] })]) {
      refusedOnce(command, { refused: 'ASSIGNED_TO_ANOTHER', field: ['review'] }, history);
    }
    given([...history, assigned('other')])
      .when(approve({ persons: ['other'] }))
      .then([decided()]);
  });

  it('is refused to who stepped back, also standing in, and open to others again', () => {
    const fault = { refused: 'RECUSED', field: ['review'] } as const;
    const history = [opened(), assigned('reviewer'), recused('reviewer')];
    refusedOnce(approve(), fault, history);
    refusedOnce(approve({ persons: ['other', 'reviewer'] }), fault, history);
    given(history)
      .when(approve({ persons: ['other'] }))
      .then([decided()]);
  });

  it.each([sendBack, reject])('to send it back or reject it without a reason or a note is refused, by field', (no) => {
    const reason = { refused: 'REASON_REQUIRED', field: ['reasonCode'] } as const;
    const note = { refused: 'REASON_REQUIRED', field: ['note'] } as const;
    refusedOnce(no({ reasonCode: null }), reason);
    refusedOnce(no({ note: null }), note);
    refusedOnce(no({ note: '' }), note);
    given([opened()])
      .when(no({ reasonCode: null, note: null }))
      .thenFaults([reason, note]);
  });

  it.each([approve({ reasonCode: 'LATE' }), sendBack({ reasonCode: 'LATE' }), reject({ reasonCode: '' })])(
    'by a reason that the catalogue lacks is refused: $outcome "$reasonCode"',
    (command) => {
      const detail = { reasonCode: command.reasonCode ?? '', allowed: ['QUANTITY_UNCLEAR', 'OTHER'] };
      refusedOnce(command, { refused: 'UNKNOWN_REASON', field: ['reasonCode'], detail });
    },
  );

  it('takes a note of 10,000 characters and refuses one more', () => {
    const note = 'x'.repeat(10_000);
    given([opened()])
      .when(approve({ note }))
      .then([decided({ note })]);
    refusedOnce(approve({ note: `${note}x` }), { refused: 'TEXT_INVALID', field: ['note'], detail: { max: 10_000 } });
  });

  it('keeps four eyes for any persons: a decision stands exactly where nobody is on both sides', () => {
    const persons = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1 });
    const actor = { userId: 'process', orgId: null, role: null, appointmentId: null };
    fc.assert(
      fc.property(persons, persons, (submittedBy, deciders) => {
        const review = evolveReview['ReviewOpened.v1'](reviewDecider.initial(), { ...opening, submittedBy }, actor);
        const decision = reviewDecider.decide(approve({ persons: deciders }), review as OpenedReview);
        const onBothSides = submittedBy.filter((person) => deciders.includes(person));
        expect(isRefusal(decision)).toBe(onBothSides.length > 0);
      }),
    );
  });
});

describe('deciding a report', () => {
  const about = { subjectType: 'REPORT', subjectId: 'report' } as const;
  const neverRejected = { refused: 'REPORT_NOT_REJECTED', field: ['review'] } as const;

  it('accepts the version that was read, or returns it with a reason and a note', () => {
    given([reportOpened()])
      .when(approve())
      .then([decided(about)]);
    given([reportOpened()])
      .when(sendBack())
      .then([decided({ ...about, outcome: 'RETURN', reasonCode: 'QUANTITY_UNCLEAR', note: 'Hãy đo lại.' })]);
    refusedOnce(
      approve({ submissionNo: 1 }),
      { refused: 'SUBMISSION_CHANGED', field: ['submissionNo'], detail: { read: 1, actual: 2 } },
      [reportOpened()],
    );
    refusedOnce(approve({ persons: ['head'] }), { refused: 'FOUR_EYES', field: ['review'] }, [reportOpened()]);
  });

  it('never rejects it, whoever asks and whatever they say', () => {
    const orders = [reject(), reject({ reasonCode: null, note: null }), reject({ persons: ['head'] })];
    for (const order of [...orders, reject({ submissionNo: 1 })]) {
      refusedOnce(order, neverRejected, [reportOpened()]);
      refusedOnce(order, neverRejected, [reportOpened(), assigned('other')]);
    }
  });

  it('that was decided or closed says that first', () => {
    const detail = { outcome: 'RETURN' };
    refusedOnce(reject(), { refused: 'ALREADY_DECIDED', field: ['review'], detail }, [
      reportOpened(),
      decided({ ...about, outcome: 'RETURN' }),
    ]);
  });
});
