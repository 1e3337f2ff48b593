import { describe, expect, it } from '@jest/globals';
import { evolveOne, isRefusal } from '@thidua/event-sourcing';
import type { ReviewEvent } from '@thidua/events';
import fc from 'fast-check';
import { approve, assign, opening, person, raise, recuse } from '../../test/cases.js';
import { type ReviewCommand, reviewDecider } from './review.decider.js';
import type { Review } from './review.state.js';

const people = ['an', 'bình', 'chi', 'dũng', 'em'] as const;

/** What somebody does to a case, alone or standing in for another. */
interface Act {
  readonly by: readonly string[];
  readonly command: ReviewCommand;
}

const somebody = fc.constantFrom(...people);
const persons = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(somebody) },
  { weight: 1, arbitrary: fc.tuple(somebody, somebody) },
);

const act: fc.Arbitrary<Act> = fc
  .record({
    by: persons,
    what: fc.constantFrom('open', 'assign', 'take', 'recuse', 'find', 'decide', 'decide', 'moot'),
    other: somebody,
    outcome: fc.constantFrom('APPROVE', 'RETURN', 'REJECT'),
    submissionNo: fc.constantFrom(1, 2, 2, 2),
    rare: fc.nat({ max: 9 }),
  })
  .map(({ by, what, other, outcome, submissionNo, rare }) => {
    const commands: Readonly<Record<typeof what, () => ReviewCommand>> = {
      open: () => ({ type: 'OpenReview', opening: { ...opening, submittedBy: [other] } }),
      assign: () => assign(other, { reviewsHere: rare > 0 }),
      take: () => assign(by[0], { persons: by }),
      recuse: () => recuse(by[0]),
      find: () => raise({ persons: by }),
      decide: () => approve({ persons: by, outcome, submissionNo, reasonCode: 'OTHER', note: 'x' }),
      // Rarely: a case that is closed has little to tell.
      moot: () => (rare > 0 ? raise({ persons: by }) : { type: 'MootReview', reason: 'WITHDRAWN' }),
    };
    return { by, command: commands[what]() };
  });

/** How much the histories were worth. */
interface Seen {
  decided: number;
  assignedThenDecided: number;
  recusals: number;
  mooted: number;
}

/** A case that begins open, and what happened to it, with who did each. */
const history = fc.tuple(
  fc.uniqueArray(somebody, { minLength: 1, maxLength: 3 }),
  fc.array(act, { minLength: 5, maxLength: 25 }),
);

const played = (submittedBy: readonly string[], acts: readonly Act[]) => {
  const begin: Act = {
    by: ['process'],
    command: { type: 'OpenReview', opening: { ...opening, submittedBy: [...submittedBy] } },
  };
  let review: Review = reviewDecider.initial();
  const events: (ReviewEvent & { readonly by: readonly string[] })[] = [];
  for (const { by, command } of [begin, ...acts]) {
    const decision = reviewDecider.decide(command, review);
    if (isRefusal(decision)) continue;
    for (const event of decision) {
      review = evolveOne(reviewDecider.evolve, review, event, person(by[0] ?? ''));
      events.push({ ...event, by });
    }
  }
  return events;
};

/** What must never happen in a case, by books kept beside the rule: who is shut out, and who holds it. */
const faultsOf = (submittedBy: readonly string[], events: ReturnType<typeof played>, seen: Seen): readonly string[] => {
  const shutOut = new Set(submittedBy);
  const faults: string[] = [];
  const require = (holds: boolean, fault: string) => {
    if (!holds) faults.push(fault);
  };
  let holder: string | null = null;
  let closed = false;
  for (const event of events) {
    // So there is no second decision either.
    require(!closed, `${event.type} follows a decision or a closing`);
    const acts = event.by.some((one) => shutOut.has(one)) ? 'shut out' : 'free';
    switch (event.type) {
      case 'ReviewOpened.v1':
        require(event.data.submittedBy.join() === submittedBy.join(), 'who took part was rewritten');
        break;
      case 'ReviewerAssigned.v1':
        require(!shutOut.has(event.data.userId), `${event.data.userId} holds it though shut out`);
        holder = event.data.userId;
        break;
      case 'ReviewerRecused.v1':
        shutOut.add(event.data.userId);
        if (holder === event.data.userId) holder = null;
        seen.recusals += 1;
        break;
      case 'FindingRaised.v1':
        require(acts === 'free', `${event.by} noted something though shut out`);
        break;
      case 'ReviewDecided.v1':
        require(acts === 'free', `${event.by} decided though shut out`);
        require(holder === null || event.by.includes(holder), `${event.by} decided what ${holder} holds`);
        require(event.data.submissionNo === opening.submissionNo, 'another submission was decided');
        seen.decided += 1;
        if (holder !== null) seen.assignedThenDecided += 1;
        closed = true;
        break;
      case 'ReviewMooted.v1':
        seen.mooted += 1;
        closed = true;
        break;
    }
  }
  return faults;
};

describe('no history of commands', () => {
  const seen: Seen = { decided: 0, assignedThenDecided: 0, recusals: 0, mooted: 0 };

  it('lets a person decide what they submitted or stepped back from, or lets two decisions of one case count', () => {
    fc.assert(
      fc.property(history, ([submittedBy, acts]) => {
        expect(faultsOf(submittedBy, played(submittedBy, acts), seen)).toEqual([]);
      }),
      { numRuns: 10_000 },
    );
    // The histories are worth something.
    expect(seen.decided).toBeGreaterThan(2000);
    expect(seen.assignedThenDecided).toBeGreaterThan(500);
    expect(seen.recusals).toBeGreaterThan(2000);
    expect(seen.mooted).toBeGreaterThan(200);
  });
});
