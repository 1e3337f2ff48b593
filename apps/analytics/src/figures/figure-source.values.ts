import type { Position } from '@thidua/events';
import type { Contribution, Plane, Quantity } from '@thidua/rollup';
import { type OrganisationNameValue, organisationName, type ServicePorts } from '@thidua/service';
import type { Kysely } from 'kysely';
import type { FigureTables } from './figures.projection.js';
import { shown } from './measure.values.js';

/** GraphQL's FigureSource. It names the owner, whom everybody may know; the title is the work's own affair. */
export interface FigureSourceValue {
  readonly achievementId: string;
  readonly owner: OrganisationNameValue | null;
  readonly position: Position;
  readonly eventType: string;
  readonly plane: Plane;
  readonly effectiveOn: string;
  readonly recordedAt: string;
  readonly quantity: Quantity;
}

/** A fact behind a figure with the instant at which its event was recorded (UTC, ISO 8601). */
export interface DatedContribution extends Contribution {
  readonly recordedAt: string;
}

/** One query for all of them. */
export const dated = async (
  database: Kysely<FigureTables>,
  contributions: readonly Contribution[],
): Promise<readonly DatedContribution[]> => {
  const positions = [...new Set(contributions.map(({ fact }) => fact.position))];
  if (positions.length === 0) return [];
  const rows = await database
    .selectFrom('fact')
    .select(['position', 'recorded_at'])
    .where('n', '=', 0)
    .where('position', 'in', positions)
    .execute();
  const recordedAt = new Map(rows.map((row) => [row.position, row.recorded_at]));
  return contributions.map((one) => {
    const instant = recordedAt.get(one.fact.position);
    if (instant === undefined) throw new Error(`the fact at ${one.fact.position} has no row`);
    return { ...one, recordedAt: instant };
  });
};

/** `on`: the day whose names are shown. */
export const figureSource = (
  { registryView }: ServicePorts,
  { fact, quantity, recordedAt }: DatedContribution,
  on: string,
): FigureSourceValue => ({
  achievementId: fact.achievementId,
  owner: organisationName(registryView, fact.ownerOrgId, on),
  position: fact.position,
  // The version of a stored event is an affair of the log.
  eventType: fact.eventType.replace(/\.v\d+$/, ''),
  plane: fact.plane,
  effectiveOn: fact.effectiveOn,
  recordedAt,
  quantity: shown(quantity, fact.metric),
});
