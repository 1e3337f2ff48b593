import { describe, it } from '@jest/globals';
import { specification } from '@thidua/event-sourcing';
import type { ReviewEvent } from '@thidua/events';
import { assign, assigned, decided, found, mooted, opened, raise, recuse, recused } from '../../test/cases.js';
import { findingsMax, type ReviewCommand, reviewDecider } from './review.decider.js';

const { given } = specification(reviewDecider);

const open = [opened()];
const held = [opened(), assigned('reviewer')];

/** Commands of people on a case, with the field that names it. */
const ofPeople: readonly (readonly [string, ReviewCommand, string])[] = [
  ['assigning', assign('other'), 'review'],
  ['assigning to its assignee', assign('reviewer'), 'review'],
  ['stepping back', recuse('reviewer'), 'id'],
  ['a finding', raise(), 'review'],
];

describe.each(ofPeople)('%s', (_, command, field) => {
  it('is not found before a case opens', () => {
    given([])
      .when(command)
      .thenFaults([{ refused: 'NOT_FOUND', field: [field] }]);
  });

  it.each<[string, readonly ReviewEvent[]]>([
    ['open', open],
    ['assigned', held],
    ['stepped back from', [...held, recused('reviewer')]],
  ])('is refused once it is decided, that was %s', (_, before) => {
    given([...before, decided({ outcome: 'RETURN' })])
      .when(command)
      .thenFaults([{ refused: 'ALREADY_DECIDED', field: [field], detail: { outcome: 'RETURN' } }]);
    given([...before, mooted('CAMPAIGN_CANCELLED')])
      .when(command)
      .thenFaults([{ refused: 'CASE_MOOTED', field: [field], detail: { mooted: 'CAMPAIGN_CANCELLED' } }]);
  });
});

describe('assigning a case', () => {
  it('gives it to a reviewer, and takes it over in one step', () => {
    given(open)
      .when(assign('reviewer'))
      .then([assigned('reviewer')]);
    given(held)
      .when(assign('other'))
      .then([assigned('other')]);
  });

  it('to whom it is assigned already changes nothing', () => {
    given(held).when(assign('reviewer')).thenNothing();
    given([...held, assigned('other'), assigned('reviewer')])
      .when(assign('reviewer'))
      .thenNothing();
  });

  it.each(['clerk', 'head'])('to the %s, who took part, is refused', (userId) => {
    for (const history of [open, held]) {
      given(history)
        .when(assign(userId))
        .thenFaults([{ refused: 'FOUR_EYES', field: ['reviewer'] }]);
    }
  });

  it('to somebody who stands in for whoever took part is refused', () => {
    given(open)
      .when(assign('reviewer', { persons: ['reviewer', 'head'] }))
      .thenFaults([{ refused: 'FOUR_EYES', field: ['reviewer'] }]);
  });

  it('to somebody who stepped back is refused, whether or not it was theirs', () => {
    for (const history of [
      [...held, recused('reviewer')],
      [...open, recused('reviewer'), assigned('other')],
    ]) {
      given(history)
        .when(assign('reviewer'))
        .thenFaults([{ refused: 'RECUSED', field: ['reviewer'] }]);
    }
  });

  it('to somebody who does not review for the receiver today is refused', () => {
    for (const userId of ['stranger', 'reviewer', 'clerk']) {
      given(held)
        .when(assign(userId, { reviewsHere: false }))
        .thenFaults([{ refused: 'REVIEWER_INVALID', field: ['reviewer'] }]);
    }
  });
});

describe('stepping back from a case', () => {
  it('is kept for good, by whomever it is held', () => {
    given(open)
      .when(recuse('reviewer'))
      .then([recused('reviewer')]);
    given(held)
      .when(recuse('reviewer'))
      .then([recused('reviewer')]);
    given(held)
      .when(recuse('other'))
      .then([recused('other')]);
  });

  it('opens it again where it was held, and leaves it where another holds it', () => {
    given([...held, recused('reviewer')])
      .when(assign('other'))
      .then([assigned('other')]);
    given([...held, recused('other')])
      .when(assign('reviewer'))
      .thenNothing();
  });

  it('again changes nothing, also without a reason', () => {
    given([...held, recused('reviewer'), assigned('other')])
      .when(recuse('reviewer'))
      .thenNothing();
    given([...held, recused('reviewer')])
      .when(recuse('reviewer', ''))
      .thenNothing();
  });

  it('needs a reason of at most 10,000 characters', () => {
    given(held)
      .when(recuse('reviewer', ''))
      .thenFaults([{ refused: 'TEXT_INVALID', field: ['reason'], detail: { max: 10_000 } }]);
    given(held)
      .when(recuse('reviewer', 'x'.repeat(10_001)))
      .thenFaults([{ refused: 'TEXT_INVALID', field: ['reason'], detail: { max: 10_000 } }]);
  });
});

describe('raising a finding', () => {
  it('notes it on a case that waits, also for who does not hold it', () => {
    given(open).when(raise()).then([found()]);
    given(held)
      .when(raise({ persons: ['other'], severity: 'MAJOR' }))
      .then([found({ severity: 'MAJOR' })]);
  });

  it('twice is two findings', () => {
    given([...open, found()])
      .when(raise())
      .then([found()]);
  });

  it('is refused to who took part, or stands in for one, or stepped back', () => {
    for (const persons of [['clerk'], ['reviewer', 'head']]) {
      given(open)
        .when(raise({ persons }))
        .thenFaults([{ refused: 'FOUR_EYES', field: ['review'] }]);
    }
    given([...held, recused('reviewer')])
      .when(raise())
      .thenFaults([{ refused: 'RECUSED', field: ['review'] }]);
  });

  it('needs a code of the catalogue and a text, and says all that is at fault', () => {
    const code = {
      refused: 'UNKNOWN_REASON',
      field: ['code'],
      detail: { reasonCode: 'LATE', allowed: ['QUANTITY_UNCLEAR', 'OTHER'] },
    } as const;
    const text = { refused: 'TEXT_INVALID', field: ['text'], detail: { max: 10_000 } } as const;
    given(open)
      .when(raise({ code: 'LATE' }))
      .thenFaults([code]);
    given(open)
      .when(raise({ text: '' }))
      .thenFaults([text]);
    given(open)
      .when(raise({ text: 'x'.repeat(10_001) }))
      .thenFaults([text]);
    given(open)
      .when(raise({ code: 'LATE', text: '' }))
      .thenFaults([code, text]);
  });

  it('ends at 50 findings', () => {
    const findings = Array.from({ length: findingsMax }, () => found());
    given([...open, ...findings.slice(1)])
      .when(raise())
      .then([found()]);
    given([...open, ...findings])
      .when(raise())
      .thenFaults([{ refused: 'TOO_MANY', field: ['review'], detail: { max: 50, count: 51 } }]);
  });
});

describe('closing a case without a decision', () => {
  const moot = { type: 'MootReview', reason: 'WITHDRAWN' } as const;

  it.each([
    ['open', open],
    ['assigned', held],
  ])('says why, where it is %s', (_, history) => {
    given(history)
      .when(moot)
      .then([mooted('WITHDRAWN')]);
    given(history)
      .when({ ...moot, reason: 'CAMPAIGN_CANCELLED' })
      .then([mooted('CAMPAIGN_CANCELLED')]);
  });

  it('again changes nothing; the first reason stays', () => {
    for (const reason of ['WITHDRAWN', 'CAMPAIGN_CANCELLED'] as const) {
      given([...open, mooted('WITHDRAWN')])
        .when({ ...moot, reason })
        .thenNothing();
    }
  });

  it('is refused where nothing opened yet, and where it is decided', () => {
    given([])
      .when(moot)
      .thenFaults([{ refused: 'NOT_FOUND', field: ['review'] }]);
    given([...held, decided()])
      .when(moot)
      .thenFaults([{ refused: 'ALREADY_DECIDED', field: ['review'], detail: { outcome: 'APPROVE' } }]);
  });
});
