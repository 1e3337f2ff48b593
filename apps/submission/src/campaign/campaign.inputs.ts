import type { EventData } from '@thidua/events';
import { type CampaignPlanContentInput, type CampaignPlanInput, given } from './campaign-plan.js';

export interface CampaignLaunchInput {
  readonly idempotencyKey: string;
  readonly campaign: string;
  readonly documentNo?: string | null;
  readonly documentDate: string;
  readonly place?: string | null;
  readonly signedByCapacity: string;
  readonly signedOnBehalfOf: string;
  readonly recipients: readonly {
    readonly name: string;
    readonly organisation?: string | null;
    readonly purpose: EventData<'CampaignLaunched.v1'>['recipients'][number]['purpose'];
    readonly mark?: string | null;
  }[];
}

export interface CampaignAmendInput {
  readonly idempotencyKey: string;
  readonly campaign: string;
  readonly documentNo?: string | null;
  readonly documentDate?: string | null;
  readonly reason?: string | null;
  readonly plan: CampaignPlanContentInput;
}

export interface RoundRescheduleInput {
  readonly idempotencyKey: string;
  readonly campaign: string;
  readonly round: string;
  readonly receiver?: string | null;
  readonly dueBefore: string;
  readonly reason?: string | null;
}

export interface ReportingLineInput {
  readonly idempotencyKey: string;
  readonly campaign: string;
  readonly reporter: string;
  readonly receiver: string;
  readonly validFrom: string;
  readonly validTo?: string | null;
}

export interface CampaignSummariseInput {
  readonly idempotencyKey: string;
  readonly campaign: string;
  readonly report: string;
  readonly version: number;
}

/** A place in the input, and the organisation it names. */
export type Named = readonly [field: readonly string[], orgId: string | null];

const named = (
  orgId: string | null | undefined,
  list: string,
  index: number,
  name: string,
  at: readonly string[] = [],
): Named => [[...at, list, String(index), name], orgId ?? null];

/** Whom a plan names; `at` is where it stands in the input. */
export const namedByPlan = (
  { planOwner, areas, rounds }: CampaignPlanContentInput,
  at: readonly string[] = [],
): readonly Named[] => [
  [[...at, 'planOwner'], planOwner ?? null],
  ...areas.map(({ responsible }, index) => named(responsible, 'areas', index, 'responsible', at)),
  ...rounds.map(({ receiver }, index) => named(receiver, 'rounds', index, 'receiver', at)),
  ...rounds.map(({ via }, index) => named(via, 'rounds', index, 'via', at)),
];

export const namedByDraft = (input: CampaignPlanInput): readonly Named[] => [
  [['issuer'], input.issuer],
  ...namedByPlan(input),
];

export const namedByLaunch = (input: CampaignLaunchInput): readonly Named[] => [
  [['signedOnBehalfOf'], input.signedOnBehalfOf],
  ...input.recipients.map(({ organisation }, index) => named(organisation, 'recipients', index, 'organisation')),
];

export const launchOf = (input: CampaignLaunchInput): EventData<'CampaignLaunched.v1'> =>
  given({
    campaignId: input.campaign,
    documentNo: input.documentNo,
    documentDate: input.documentDate,
    place: input.place,
    signedBy: { capacityVi: input.signedByCapacity, onBehalfOfOrgId: input.signedOnBehalfOf },
    recipients: input.recipients.map(({ name, organisation, purpose, mark }) =>
      given({ name, orgId: organisation, purpose, mark }),
    ),
  });
