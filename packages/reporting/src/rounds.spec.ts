import { describe, expect, it } from '@jest/globals';
import {
  dueBeforeOf,
  familyOf,
  lineOn,
  noRounds,
  onwardOf,
  type RoundEvent,
  type RoundsBook,
  roundsAfter,
} from './rounds.js';

const campaignId = 'c';
const at = (hour: number) => `2022-06-${String(hour).padStart(2, '0')}T00:00:00.000Z`;

const defined = (roundCode: string, links: { feeds?: string; supplements?: string } = {}) => ({
  type: 'ReportRoundDefined.v1',
  data: {
    ...{ campaignId, roundCode, kind: 'FINAL', fromLevel: 'commune', fromOrgTypes: ['FRONT_COMMITTEE'] },
    ...{ coversTo: '2022-06-19', dueBefore: at(1), dueText: '-', assumed: false, ...links },
  },
});
const moved = (newDueBefore: string, receiverOrgId?: string) => ({
  type: 'ReportRoundRescheduled.v1',
  data: { campaignId, roundCode: 'R', receiverOrgId, oldDueBefore: at(1), newDueBefore },
});
const planned = (orgId: string, ...rounds: readonly { roundCode: string; dueBefore: string }[]) => ({
  type: 'UnitPlanIssued.v1',
  data: { campaignId, orgId, unitId: 'u', issuedOn: '2022-03-01', rounds },
});
const line = (receiverOrgId: string, validFrom: string, validTo?: string) => ({
  type: 'ReportingLineSet.v1',
  data: { campaignId, reporterOrgId: 'x', receiverOrgId, validFrom, validTo },
});

const booked = (...events: readonly { type: string; data: object }[]): RoundsBook =>
  events.reduce((book, event, n) => roundsAfter(book, { ...event, position: n + 1 } as never as RoundEvent), noRounds);

const dueOf = (book: RoundsBook, receiverOrgId: string | null = 'receiver') =>
  dueBeforeOf(book, { roundCode: 'R', receiverOrgId, extension: null });

describe('the due instant', () => {
  it('is that of the round', () => {
    expect(dueOf(booked(defined('R')))).toBe(at(1));
  });

  it('is that to which the round was moved for all, the last one', () => {
    expect(dueOf(booked(defined('R'), moved(at(2)), moved(at(3))))).toBe(at(3));
  });

  it('is that for its own receiver before that for all, whichever came later', () => {
    const book = booked(defined('R'), moved(at(5), 'receiver'), moved(at(2)));
    expect([dueOf(book), dueOf(book, 'other'), dueOf(book, null)]).toEqual([at(5), at(2), at(2)]);
  });

  it("stays as it was known before a receiver's next plan, and before its first", () => {
    const plan = (hour: number, position: number) =>
      ({ ...planned('receiver', { roundCode: 'R', dueBefore: at(hour) }), position }) as never as RoundEvent;
    const none = booked(defined('R'));
    const first = roundsAfter(none, plan(4, 2));
    const second = roundsAfter(first, plan(6, 3));
    expect([none, first, second].map((book) => dueOf(book))).toEqual([at(1), at(4), at(6)]);
    expect(dueOf(booked(defined('R')))).toBe(at(1));
  });

  it('is the later in the log of the rescheduling for the receiver and of its own plan', () => {
    const plan = planned('receiver', { roundCode: 'R', dueBefore: at(4) });
    expect(dueOf(booked(defined('R'), plan, moved(at(5), 'receiver')))).toBe(at(5));
    expect(dueOf(booked(defined('R'), moved(at(5), 'receiver'), plan))).toBe(at(4));
  });

  it('is no longer that of a plan which a later plan of the receiver leaves out', () => {
    const plan = planned('receiver', { roundCode: 'R', dueBefore: at(4) });
    expect(dueOf(booked(defined('R'), moved(at(5), 'receiver'), plan, planned('receiver')))).toBe(at(5));
  });

  it('is that of an extension before all else', () => {
    const extension = {
      dueBefore: at(9),
      reason: 'r',
      grantedBy: { userId: 'u', orgId: null, role: null, appointmentId: null },
    };
    const book = booked(defined('R'), planned('receiver', { roundCode: 'R', dueBefore: at(4) }));
    expect(dueBeforeOf(book, { roundCode: 'R', receiverOrgId: 'receiver', extension })).toBe(at(9));
  });
});

describe('rounds that feed each other', () => {
  const book = booked(
    defined('HAMLET', { feeds: 'COMMUNE' }),
    defined('COMMUNE', { feeds: 'DISTRICT' }),
    defined('MEMBER', { feeds: 'COMMUNE' }),
    defined('DISTRICT'),
  );

  it('are one family, directly or through others', () => {
    expect([...familyOf(book, 'DISTRICT')].sort()).toEqual(['COMMUNE', 'DISTRICT', 'HAMLET', 'MEMBER']);
    expect(familyOf(book, 'HAMLET')).toEqual(['HAMLET']);
  });

  it('lead onward, the next one first', () => {
    expect(onwardOf(book, 'HAMLET')).toEqual(['COMMUNE', 'DISTRICT']);
    expect(onwardOf(book, 'DISTRICT')).toEqual([]);
  });

  it('end where a log holds a circle nevertheless', () => {
    const circle = booked(defined('A', { feeds: 'B' }), defined('B', { feeds: 'A' }));
    expect([...familyOf(circle, 'A')].sort()).toEqual(['A', 'B']);
    expect(onwardOf(circle, 'A')).toEqual(['B', 'A']);
  });

  it('are stated anew by an amendment of the plan', () => {
    const amended = { type: 'CampaignPlanAmended.v1', data: { campaignId } };
    expect([...booked(defined('A'), amended, defined('B')).rounds.keys()]).toEqual(['B']);
  });
});

describe('a reporting line', () => {
  it('holds from its first to its last day', () => {
    const book = booked(line('y', '2022-04-01', '2022-04-30'));
    const days = ['2022-03-31', '2022-04-01', '2022-04-30', '2022-05-01'];
    expect(days.map((on) => lineOn(book, 'x', on))).toEqual([null, 'y', 'y', null]);
  });

  it('gives way to the one with the latest first day, of equal ones to the one said last', () => {
    const book = booked(line('y', '2022-04-01'), line('z', '2022-03-01'), line('w', '2022-04-01'));
    expect(['2022-03-15', '2022-04-15'].map((on) => lineOn(book, 'x', on))).toEqual(['z', 'w']);
  });
});
