import type { ParticipantRule } from './participants.js';
import {
  mayReadCampaign,
  mayReadCase,
  mayReadFigures,
  mayReadOrganisation,
  mayReadParticipation,
  mayReadWork,
  readingScope,
  unitsShown,
  type WorkFacts,
} from './reading.js';
import type { Acting, World } from './world.js';

interface CampaignFacts {
  readonly issuerOrgId: string;
  readonly draft: boolean;
  readonly rules: readonly ParticipantRule[];
}

/** What a history is of, with the facts that its readers are judged by. */
export type HistorySubject =
  | { readonly kind: 'unit' }
  | { readonly kind: 'organisation'; readonly orgId: string }
  | { readonly kind: 'campaign'; readonly campaign: CampaignFacts }
  | { readonly kind: 'participation'; readonly campaign: CampaignFacts; readonly orgId: string }
  /** An achievement, or a report, which is read like one. */
  | { readonly kind: 'work'; readonly work: WorkFacts }
  | { readonly kind: 'case'; readonly work: Parameters<typeof mayReadCase>[1] };

/** A history is read by whoever reads its subject: units by everyone signed in. */
export const mayReadHistory = (acting: Acting | null, subject: HistorySubject, world: World): boolean => {
  if (subject.kind === 'unit') return true;
  if (!acting) return false;
  switch (subject.kind) {
    case 'campaign':
      return mayReadCampaign(acting, subject.campaign, world);
    case 'work':
      return mayReadWork(acting, subject.work, world);
    case 'case':
      return mayReadCase(acting, subject.work, world);
    default:
      break;
  }
  const org = world.organisation(subject.orgId);
  if (!org) return false;
  return subject.kind === 'organisation'
    ? mayReadOrganisation(acting, org, world)
    : mayReadCampaign(acting, subject.campaign, world) && mayReadParticipation(acting, org, world);
};

/** Whether somebody audits at all: who does not finds no event. */
export const isAuditor = (acting: Acting | null): acting is Acting => acting?.appointment.role === 'AUDITOR';

/** The units whose events an auditor finds; null = all there are. */
export const unitsAudited = (acting: Acting, world: World): readonly string[] | null => {
  const scope = isAuditor(acting) ? readingScope(acting, world) : null;
  return scope === null ? [] : unitsShown(scope, world);
};

/** Raw data of an event: an auditor whose territory holds its unit; of no unit, one who audits all. */
export const mayAudit = (acting: Acting | null, unitId: string | null, world: World): boolean => {
  if (!isAuditor(acting)) return false;
  return unitId === null ? unitsAudited(acting, world) === null : mayReadFigures(acting, unitId, world);
};
