import type { Position } from '@thidua/events';
import { compareVietnamese } from '@thidua/hierarchy';
import { type Duty, dueBeforeOf, isLate, type ReportBook } from '@thidua/reporting';
import type { CountedDuty, DutyState } from '@thidua/rollup';

/** The instant that a count stands for, and what was known there. */
export interface CountedAt {
  readonly knownUpTo: Position;
  /** Milliseconds since 1970 (UTC). */
  readonly instantMs: number;
  /** What an organisation is called. */
  readonly nameOf: (orgId: string) => string;
}

/** A duty that is counted, and who owes it until when. */
export interface OwedDuty extends CountedDuty {
  readonly orgId: string;
  /** Exclusive, in milliseconds since 1970 (UTC). */
  readonly dueBeforeMs: number;
}

const states: Readonly<Record<Duty['status'], DutyState>> = {
  EXPECTED: 'owed',
  DRAFT: 'drafted',
  SUBMITTED: 'submitted',
  RETURNED: 'returned',
  ACCEPTED: 'accepted',
  REOPENED: 'accepted',
  WAIVED: 'waived',
};

/**
 * What is owed in a round of a campaign (figures.md 8); null where the campaign was not known to have such a round.
 * What is missing comes first, by due instant, then by name in Vietnamese order. What a reorganisation closed is not
 * among it.
 */
export const dutiesInRound = (
  book: ReportBook,
  campaignId: string,
  roundCode: string,
  { knownUpTo, instantMs, nameOf }: CountedAt,
): readonly OwedDuty[] | null => {
  const rounds = book.roundsOf(campaignId, knownUpTo);
  if (!rounds.rounds.has(roundCode)) return null;
  const duties = book
    .dutiesOf(campaignId, knownUpTo)
    .filter((duty) => duty.roundCode === roundCode && duty.waived?.cause !== 'REORGANISATION');
  const counted = duties.map((duty): OwedDuty => {
    const { unitId, orgId, sent, acceptedVersion, status } = duty;
    const dueBeforeMs = Date.parse(dueBeforeOf(rounds, duty));
    // What was accepted counts, whatever becomes of the next version.
    const state = acceptedVersion === null ? states[status] : 'accepted';
    const missing = sent.length === 0 && dueBeforeMs <= instantMs && state !== 'waived';
    return { unitId, orgId, state, late: isLate(duty), missing, dueBeforeMs };
  });
  const missing = counted.filter((duty) => duty.missing);
  return [...inOrder(missing, nameOf), ...counted.filter((duty) => !duty.missing)];
};

const inOrder = (duties: readonly OwedDuty[], nameOf: CountedAt['nameOf']): readonly OwedDuty[] => {
  const named = duties.map((duty) => ({
    duty,
    name: { unitId: duty.orgId, code: null, nfcName: nameOf(duty.orgId).normalize('NFC') },
  }));
  return named
    .sort((one, other) => one.duty.dueBeforeMs - other.duty.dueBeforeMs || compareVietnamese(one.name, other.name))
    .map(({ duty }) => duty);
};

/**
 * Whether an organisation has reported (figures.md 8): it has an accepted version in every round of the kind FINAL
 * that it owes, in one at least. What was waived it does not owe.
 */
export const reportedIn = (book: ReportBook, campaignId: string, knownUpTo: Position): ((orgId: string) => boolean) => {
  const { rounds } = book.roundsOf(campaignId, knownUpTo);
  return (orgId) => {
    const owed = book
      .dutiesOfOrganisation(campaignId, orgId, knownUpTo)
      .filter(({ roundCode, status }) => rounds.get(roundCode)?.kind === 'FINAL' && status !== 'WAIVED');
    return owed.length > 0 && owed.every(({ acceptedVersion }) => acceptedVersion !== null);
  };
};
