import {
  areaRef,
  type Language,
  metricRef,
  organisationName,
  type RegistryView,
  type StoredCampaign,
} from '@thidua/service';
import type { ParticipationDocument, ParticipationRow } from './participation.projection.js';

/** GraphQL's Participation. */
export const participationValue = (
  row: ParticipationRow,
  campaign: StoredCampaign,
  language: Language,
  view: RegistryView,
) => {
  const { plan, targets, ...said } = JSON.parse(row.document) as ParticipationDocument;
  return {
    id: row.participation_id,
    organisation: organisationName(view, row.org_id, view.today()),
    status: row.status,
    ...said,
    plan: plan && {
      documentNo: plan.documentNo,
      issuedOn: plan.issuedOn,
      rounds: plan.rounds.map(({ roundCode, dueBefore }) => ({ round: roundCode, dueBefore })),
      guidance: plan.guidanceVi,
    },
    targets: targets.map(({ targetId, areaCode, metric, ...target }) => ({
      id: targetId,
      area: areaRef(campaign, areaCode, language),
      metric: metricRef(campaign, metric, language),
      ...target,
    })),
    revision: row.revision,
  };
};
