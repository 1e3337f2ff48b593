import { isParticipant, issuerToday, receiverIn, type World } from '@thidua/authority';
import { type FollowUp, localDateOf } from '@thidua/event-sourcing';
import { reportIdOf } from '@thidua/events';
import { type Duty, dueBeforeOf, lineOn, type ReportBook, type Round } from '@thidua/reporting';
import type { OrganisationRecord, RegistryView } from '@thidua/service';
import { type CampaignInForce, mayChangeDuty } from '../campaign/campaign-gates.js';
import type { CampaignStanding } from '../campaign/campaign-standing.js';
import type { CloseDuty, ExpectReport } from './report.commands.js';

/** What duties are worked out from, both at least as far as the event that caused it. */
interface DutyKnowledge {
  readonly registry: Pick<RegistryView, 'today' | 'organisation' | 'livingOrganisations' | 'worldAsOf'>;
  readonly book: ReportBook;
}

/** What the processes of duties ask; each answer knows at least the event of the receipt. */
export interface DutyQuestions {
  readonly known: (since: number) => Promise<DutyKnowledge>;
  readonly campaign: (campaignId: string) => Promise<CampaignStanding>;
  readonly campaigns: (since: number) => Promise<readonly CampaignStanding[]>;
}

/** A command to one report; its key is the id of that report, so each event says one thing of each. */
type DutyFollowUp<Command extends ExpectReport | CloseDuty> = FollowUp<Command> & { readonly key: string };

/** The last local day on which a report is on time: due instants are exclusive. */
const lastDayInTime = (dueBefore: string): string => localDateOf(Date.parse(dueBefore) - 1);

/** A report that is due in a round and who receives it; no receiver of the issuer's summary. */
interface Owed {
  readonly round: Round;
  readonly receiverOrgId: string | undefined;
  readonly lastDay: string;
}

/** What one organisation is asked for, and on which day (local date) the world is looked at. */
interface Asked {
  readonly org: OrganisationRecord;
  readonly on: string;
  /** Which of the reports that its rounds ask for it owes. */
  readonly owes: (owed: Owed) => boolean;
  /** An organisation that hands its duties over to it, beside its predecessors. */
  readonly from?: string;
}

/** The reports that an organisation comes to owe in a campaign that goes on; those it owes already are none of them. */
const expectations = (
  { campaignId, campaign }: CampaignStanding,
  { org, on, owes, from }: Asked,
  { registry, book }: DutyKnowledge,
): readonly DutyFollowUp<ExpectReport>[] => {
  if (!campaign || !mayChangeDuty(campaign)) return [];
  const world = registry.worldAsOf(on, Number.POSITIVE_INFINITY);
  const rounds = book.roundsOf(campaignId);
  return roundsAsking([...rounds.rounds.values()], org, campaign, world).flatMap((round) => {
    const { roundCode } = round;
    const reportId = reportIdOf(campaignId, org.orgId, roundCode);
    if (book.duty(reportId)) return [];
    const receiver = receiverOf(round, org, campaign, { world, line: lineOn(rounds, org.orgId, on) });
    if (receiver === 'nobody') return [];
    const { receiverOrgId } = receiver;
    const dueBefore = dueBeforeOf(rounds, { roundCode, receiverOrgId: receiverOrgId ?? null, extension: null });
    if (!owes({ round, receiverOrgId, lastDay: lastDayInTime(dueBefore) })) return [];
    const predecessors = new Set([...org.predecessorOrgIds, ...(from === undefined ? [] : [from])]);
    const takesOverOrgIds = [...predecessors].filter((orgId) =>
      handsOver(book.duty(reportIdOf(campaignId, orgId, roundCode))),
    );
    const expected = {
      ...{ reportId, campaignId, roundCode, orgId: org.orgId, unitId: org.unitId },
      ...(receiverOrgId !== undefined && { receiverOrgId }),
      takesOverOrgIds,
    };
    return [{ id: reportId, key: reportId, command: { type: 'ExpectReport', expected } as const }];
  });
};

/**
 * The rounds that ask an organisation for a report: those of its level and kind, where a rule of the campaign
 * matches it. The issuer, or whoever goes on for it, owes the summary and nothing else.
 */
const roundsAsking = (
  rounds: readonly Round[],
  org: OrganisationRecord,
  { issuerOrgId, rules }: CampaignInForce,
  world: World,
): readonly Round[] => {
  if (issuerToday(issuerOrgId, world) === org.orgId) return rounds.filter(({ kind }) => kind === 'SUMMARY');
  if (!isParticipant(org, rules)) return [];
  return rounds.filter(
    ({ kind, fromLevel, fromOrgTypes }) =>
      kind !== 'SUMMARY' && fromLevel === org.level && fromOrgTypes.includes(org.orgType),
  );
};

/** Who receives a report: whom the round names, else the campaign's own line, else the default of the tree. */
const receiverOf = (
  { kind, receiverOrgId }: Round,
  org: OrganisationRecord,
  { issuerOrgId }: CampaignInForce,
  { world, line }: { readonly world: World; readonly line: string | null },
): { readonly receiverOrgId: string | undefined } | 'nobody' => {
  if (kind === 'SUMMARY') return { receiverOrgId: undefined };
  const receiver = receiverOrgId ?? line ?? receiverIn(org, issuerOrgId, world);
  return receiver === null ? 'nobody' : { receiverOrgId: receiver };
};

/** Whether a report is owed and was not sent, or came back; not one of which a version counts. */
const isUnsent = ({ status, acceptedVersion }: Duty): boolean =>
  acceptedVersion === null && (status === 'EXPECTED' || status === 'DRAFT' || status === 'RETURNED');

/** Whether a duty goes to a successor: also once it was closed, whichever of the two was known first. */
const handsOver = (duty: Duty | null): boolean =>
  duty !== null && (isUnsent(duty) || duty.waived?.cause === 'REORGANISATION');

const laterOf = (one: string, other: string): string => (one > other ? one : other);

/** Whether an organisation still lives on a day, as far as its end is known. */
const livesOn = ({ dissolution }: OrganisationRecord, day: string): boolean =>
  dissolution === null || day < dissolution.validFrom;

/**
 * What an organisation owes since it is in a campaign: of the rounds that ask it, those in which it lives on the last
 * day on time. One that `wasThere` when the campaign was launched owes rounds that were due before, too. A new one
 * is looked at on its first day: before that its unit may not exist.
 */
export const dutiesOf = (
  standing: CampaignStanding,
  org: OrganisationRecord,
  known: DutyKnowledge,
  wasThere: boolean,
): readonly DutyFollowUp<ExpectReport>[] => {
  const owes = ({ lastDay }: Owed) => livesOn(org, lastDay) && (wasThere || org.validFrom <= lastDay);
  return expectations(standing, { org, on: laterOf(known.registry.today(), org.validFrom), owes }, known);
};

/**
 * What becomes of an ended organisation's duties. Those that were not sent are closed, and its successor owes the
 * round once, where the round asks it. Of an end to come only those close that are due behind it: until then the
 * organisation lives, and sends the others itself.
 */
export const closingsOf = (
  standing: CampaignStanding,
  org: OrganisationRecord,
  duties: readonly Duty[],
  known: DutyKnowledge,
): readonly DutyFollowUp<ExpectReport | CloseDuty>[] => {
  const { registry, book } = known;
  const { dissolution } = org;
  if (dissolution === null || !standing.campaign || !mayChangeDuty(standing.campaign)) return [];
  const { successorOrgId, validFrom } = dissolution;
  const today = registry.today();
  const closed = duties.filter(
    (duty) => isUnsent(duty) && (validFrom <= today || !livesOn(org, lastDayInTime(book.dueBefore(duty)))),
  );
  const closings = closed.map(
    ({ reportId }) => ({ id: reportId, key: reportId, command: { type: 'CloseDuty', successorOrgId } }) as const,
  );
  const successor = successorOrgId === null ? undefined : registry.organisation(successorOrgId);
  if (!successor) return closings;
  const codes = new Set(closed.map(({ roundCode }) => roundCode));
  const asked: Asked = {
    org: successor,
    on: laterOf(laterOf(today, validFrom), successor.validFrom),
    owes: ({ round }) => codes.has(round.roundCode),
    from: org.orgId,
  };
  return [...closings, ...expectations(standing, asked, known)];
};
