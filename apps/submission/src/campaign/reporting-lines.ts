import { receiverIn, type World } from '@thidua/authority';
import type { CampaignEvent, EventData } from '@thidua/events';
import { lineOn } from '@thidua/reporting';
import { refuse, storable } from '@thidua/service/refusals';
import { type KnownCampaign, withLine } from './campaign.state.js';

/** From a day on an organisation sends to another receiver than the default one. */
export interface SetReportingLine {
  readonly type: 'SetReportingLine';
  readonly line: EventData<'ReportingLineSet.v1'>;
  /** Who receives by default on the line's first day: see `defaultReceivers`. */
  readonly defaults: ReadonlyMap<string, string | null>;
  /** Who stands at the root on that day: the issuer, or whoever goes on for it. */
  readonly rootOrgId: string;
}

type Lines = KnownCampaign['lines'];

/** Longer than any chain from a hamlet up to the issuer: a walk that takes more goes in a circle. */
const stepsMax = 50;

/**
 * The lines and the default receivers form a tree rooted at the issuer, or whoever goes on for it (domain.md E2). What a new line changes is
 * where its reporter's own chain leads, so that one is followed: on the line's first day up to the issuer, and on
 * every later day on which some line begins or has ended without coming round to the reporter again.
 */
export const setReportingLine = ({ line, defaults, rootOrgId }: SetReportingLine, campaign: KnownCampaign) => {
  const { campaignId: _, ...added } = line;
  const { reporterOrgId, receiverOrgId, validFrom, validTo } = added;
  if (validTo !== undefined && validTo < validFrom) {
    return refuse('DATES_REVERSED', ['validTo'], { from: validFrom, to: validTo });
  }
  if (reporterOrgId === campaign.issuerOrgId || reporterOrgId === rootOrgId)
    return refuse('REPORTING_LINE', ['reporter']);
  const held = campaign.lines.get(reporterOrgId)?.findLast((one) => one.validFrom === validFrom);
  if (held && held.receiverOrgId === receiverOrgId && held.validTo === validTo) return [];
  const lines = withLine(campaign.lines, added);
  const end = (on: string) =>
    endOfChain(reporterOrgId, rootOrgId, (orgId) => {
      return lineOn({ lines }, orgId, on) ?? defaults.get(orgId) ?? null;
    });
  if (end(validFrom) !== 'issuer' || daysOfChange(lines).some((on) => on > validFrom && end(on) === 'circle')) {
    return refuse('REPORTING_LINE', ['receiver']);
  }
  return storable<CampaignEvent>([{ type: 'ReportingLineSet.v1', data: line }]);
};

/** Where a chain of receivers ends that begins at an organisation. */
const endOfChain = (
  orgId: string,
  rootOrgId: string,
  receiverOf: (orgId: string) => string | null,
): 'issuer' | 'nowhere' | 'circle' => {
  let next = receiverOf(orgId);
  for (let steps = 1; steps < stepsMax; steps++) {
    if (next === rootOrgId) return 'issuer';
    if (next === null) return 'nowhere';
    if (next === orgId) return 'circle';
    next = receiverOf(next);
  }
  return 'circle';
};

/** The days on which a line begins, or holds no longer. */
const daysOfChange = (lines: Lines): readonly string[] =>
  [...lines.values()]
    .flat()
    .flatMap(({ validFrom, validTo }) => (validTo === undefined ? [validFrom] : [validFrom, dayAfter(validTo)]));

const dayMs = 86_400_000;
const dayAfter = (date: string): string => new Date(Date.parse(date) + dayMs).toISOString().slice(0, 10);

/**
 * Who receives by default in a world, from each of these organisations, from all whom the campaign's lines name,
 * and from all above them; null where nobody does.
 */
export const defaultReceivers = (
  orgIds: readonly string[],
  { issuerOrgId, lines }: Pick<KnownCampaign, 'issuerOrgId' | 'lines'>,
  world: World,
): ReadonlyMap<string, string | null> => {
  const found = new Map<string, string | null>();
  for (const orgId of [...orgIds, ...[...lines.values()].flat().map(({ receiverOrgId }) => receiverOrgId)]) {
    // Whoever was met before was followed up from there, so that each is followed once.
    for (let next: string | null = orgId; next !== null && !found.has(next); next = found.get(next) ?? null) {
      const organisation = world.organisation(next);
      found.set(next, organisation ? receiverIn(organisation, issuerOrgId, world) : null);
    }
  }
  return found;
};
