import { memberOrganisations } from '@thidua/authority';
import type { Combine, EventData, UnitLevel } from '@thidua/events';
import type { DraftCampaign } from './campaign.decider.js';
import type { Details, StatedPlan } from './stated-plan.js';

type Maybe<Value> = Value | null | undefined;

interface DocumentInput {
  readonly number?: Maybe<string>;
  readonly dated?: Maybe<string>;
  readonly issuer: string;
  readonly subject?: Maybe<string>;
  readonly area?: Maybe<string>;
}

/** The GraphQL input of what a plan states, without who issues it. */
export interface CampaignPlanContentInput {
  readonly code?: Maybe<string>;
  readonly titleVi: string;
  readonly titleEn?: Maybe<string>;
  readonly kind: 'DRIVE' | 'THEMATIC';
  readonly occasion?: Maybe<string>;
  readonly planOwner?: Maybe<string>;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly legalBases: readonly DocumentInput[];
  readonly references: readonly DocumentInput[];
  readonly objectives: readonly string[];
  readonly requirements: readonly string[];
  readonly duties: readonly {
    readonly organisationType: string;
    readonly level: UnitLevel;
    readonly dutyVi: string;
    readonly dutyEn?: Maybe<string>;
  }[];
  readonly areas: readonly {
    readonly code: string;
    readonly titleVi: string;
    readonly titleEn?: Maybe<string>;
    readonly responsible?: Maybe<string>;
    readonly movements: readonly string[];
  }[];
  readonly metrics: readonly {
    readonly code: string;
    readonly titleVi: string;
    readonly titleEn: string;
    readonly unitVi: string;
    readonly unitEn: string;
    readonly combine: Combine;
    readonly decimals: number;
    readonly countsItself: boolean;
  }[];
  readonly participantRules: readonly {
    readonly organisationType?: Maybe<string>;
    readonly group?: Maybe<string>;
    readonly levels: readonly UnitLevel[];
    readonly subjectKinds: readonly ('COLLECTIVE' | 'INDIVIDUAL')[];
    readonly assumed: boolean;
  }[];
  readonly rounds: readonly {
    readonly code: string;
    readonly kind: EventData<'ReportRoundDefined.v1'>['kind'];
    readonly fromLevel: UnitLevel;
    readonly fromOrgTypes: readonly string[];
    readonly receiver?: Maybe<string>;
    readonly via?: Maybe<string>;
    readonly feeds?: Maybe<string>;
    readonly supplements?: Maybe<string>;
    readonly coversTo: string;
    readonly dueBefore: string;
    readonly dueText: string;
    readonly assumed: boolean;
  }[];
}

/** The GraphQL input of a launch plan. */
export interface CampaignPlanInput extends CampaignPlanContentInput {
  readonly idempotencyKey: string;
  readonly issuer: string;
}

/** Leaves out what was not given, so that stored events say nothing instead of null. */
export const given = <Value extends object>(value: Value): { [Key in keyof Value]: Exclude<Value[Key], null> } =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null && one !== undefined)) as {
    [Key in keyof Value]: Exclude<Value[Key], null>;
  };

/** A plan that is drafted, with who issues it. */
export const draftOf = (campaignId: string, input: CampaignPlanInput): DraftCampaign => {
  const { details, ...lists } = planOf(campaignId, input);
  return { type: 'DraftCampaign', details: { ...details, issuerOrgId: input.issuer }, ...lists };
};

/** A plan as the events that state it. */
export const planOf = (campaignId: string, input: CampaignPlanContentInput): StatedPlan => ({
  details: detailsOf(campaignId, input),
  areas: input.areas.map(({ code, responsible, movements, ...titles }) =>
    given({ campaignId, areaCode: code, ...titles, responsibleOrgId: responsible, movements: [...movements] }),
  ),
  metrics: input.metrics.map(({ code, ...metric }) => ({ campaignId, metric: code, ...metric })),
  rules: input.participantRules.map(({ organisationType, group, levels, subjectKinds, assumed }, index) => {
    const lists = { levels: [...levels], subjectKinds: [...subjectKinds], assumed };
    // The plan's word for all member organisations names a group, whichever field it was put in.
    const named =
      organisationType === memberOrganisations ? { group: organisationType } : { orgType: organisationType, group };
    return given({ campaignId, ruleId: `rule-${index + 1}`, ...named, ...lists });
  }),
  rounds: input.rounds.map(({ code, receiver, via, fromOrgTypes, ...round }) =>
    given({
      campaignId,
      roundCode: code,
      ...round,
      fromOrgTypes: [...fromOrgTypes],
      receiverOrgId: receiver,
      viaOrgId: via,
    }),
  ),
});

const detailsOf = (campaignId: string, input: CampaignPlanContentInput): Details =>
  given({
    campaignId,
    code: input.code,
    titleVi: input.titleVi,
    titleEn: input.titleEn,
    kind: input.kind,
    occasion: input.occasion,
    planOwnerOrgId: input.planOwner,
    periodStart: input.periodStart,
    periodEnd: input.periodEnd,
    legalBases: input.legalBases.map(({ number, dated, issuer, subject }) =>
      given({ number, dated, issuer, subject: subject ?? '' }),
    ),
    references: input.references.map(({ number, dated, issuer, area }) =>
      given({ number, dated, issuer, areaCode: area }),
    ),
    objectives: [...input.objectives],
    requirements: [...input.requirements],
    duties: input.duties.map(({ organisationType, level, dutyVi, dutyEn }) =>
      given({ orgType: organisationType, level, dutyVi, dutyEn }),
    ),
    programmeRefs: [],
  });
