import type { EventData } from '@thidua/events';
import {
  areaRef,
  type CampaignDocument,
  type Language,
  metricValue,
  type OrganisationNameValue,
  type StoredCampaign,
  titled,
} from '@thidua/service';

type NameOf = (orgId: string) => OrganisationNameValue | null;

/** GraphQL's ReportRound. */
export const roundValue = (
  round: EventData<'ReportRoundDefined.v1'>,
  { reschedulings }: CampaignDocument,
  nameOf: NameOf,
) => ({
  code: round.roundCode,
  kind: round.kind,
  fromLevel: round.fromLevel,
  fromOrgTypes: round.fromOrgTypes,
  receiver: round.receiverOrgId === undefined ? null : nameOf(round.receiverOrgId),
  via: round.viaOrgId === undefined ? null : nameOf(round.viaOrgId),
  feeds: round.feeds,
  supplements: round.supplements,
  coversTo: round.coversTo,
  dueBefore: round.dueBefore,
  dueText: round.dueText,
  assumed: round.assumed,
  reschedulings: reschedulings
    .filter(({ roundCode }) => roundCode === round.roundCode)
    .map(({ receiverOrgId, oldDueBefore, newDueBefore, reason, recordedAt }) => ({
      receiver: receiverOrgId === undefined ? null : nameOf(receiverOrgId),
      dueBefore: newDueBefore,
      before: oldDueBefore,
      reason,
      recordedAt,
    })),
});

const launchValue = ({ launch, launchedOn }: CampaignDocument, nameOf: NameOf) => ({
  launchedOn,
  documentNo: launch?.documentNo,
  documentDate: launch?.documentDate,
  place: launch?.place,
  signedBy: launch && {
    capacity: launch.signedBy.capacityVi,
    onBehalfOf: nameOf(launch.signedBy.onBehalfOfOrgId),
  },
  recipients: (launch?.recipients ?? []).map(({ name, orgId, purpose, mark }) => ({
    name,
    organisation: orgId === undefined ? null : nameOf(orgId),
    purpose,
    mark,
  })),
});

/** GraphQL's Campaign: the plan with every field its document states. */
export const campaignValue = (campaign: StoredCampaign, language: Language, nameOf: NameOf) => {
  const { details, areas, metrics, rules, rounds } = campaign;
  return {
    id: campaign.campaignId,
    code: details.code,
    title: titled(details, language),
    kind: details.kind,
    occasion: details.occasion,
    status: campaign.status,
    statusReason: campaign.statusReason,
    revision: campaign.revision,
    issuer: nameOf(details.issuerOrgId),
    planOwner: details.planOwnerOrgId === undefined ? null : nameOf(details.planOwnerOrgId),
    periodStart: details.periodStart,
    periodEnd: details.periodEnd,
    legalBases: details.legalBases,
    references: details.references.map(({ areaCode, ...reference }) => ({
      ...reference,
      area: areaCode === undefined ? null : areaRef(campaign, areaCode, language),
    })),
    duties: details.duties.map(({ orgType, level, dutyVi, dutyEn }) => ({
      organisationType: orgType,
      level,
      duty: language === 'en' ? (dutyEn ?? dutyVi) : dutyVi,
    })),
    objectives: details.objectives,
    requirements: details.requirements,
    areas: areas.map((area) => ({
      code: area.areaCode,
      title: titled(area, language),
      responsible: area.responsibleOrgId === undefined ? null : nameOf(area.responsibleOrgId),
      movements: area.movements,
    })),
    metrics: metrics.map((metric) => metricValue(metric, language)),
    participantRules: rules.map(({ orgType, ...rule }) => ({ ...rule, organisationType: orgType })),
    rounds: rounds.map((round) => roundValue(round, campaign, nameOf)),
    amendments: campaign.amendments,
    reportingLines: campaign.reportingLines.map(({ reporterOrgId, receiverOrgId, validFrom, validTo }) => ({
      reporter: nameOf(reporterOrgId),
      receiver: nameOf(receiverOrgId),
      validFrom,
      validTo,
    })),
    ...launchValue(campaign, nameOf),
  };
};
