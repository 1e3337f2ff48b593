import { type Acting, readingScope, receiverToday, unitsAsked, unitsShown, type World } from '@thidua/authority';
import type { Duty, ReportStatus } from '@thidua/reporting';
import { keyOf, type PageArgs } from '@thidua/service';

/** GraphQL's ReportFilter. */
export interface ReportFilter {
  readonly campaign: string;
  readonly round?: string | null;
  readonly within?: string | null;
  readonly status?: readonly ReportStatus[] | null;
  readonly reporter?: string | null;
  readonly receiver?: string | null;
  readonly missing?: boolean | null;
}

/** A duty with its due instant in milliseconds: what a list is ordered by, beside the id. */
export interface DatedDuty {
  readonly duty: Duty;
  readonly dueBeforeMs: number;
}

/** Where a report stands in the order. */
export type Place = readonly [dueBeforeMs: number, reportId: string];

const placeOf = ({ duty, dueBeforeMs }: DatedDuty): Place => [dueBeforeMs, duty.reportId];

/** A cursor names its order, so that one of another list means nothing here. */
const order = 'DUE';

export const cursorKey = (row: DatedDuty) => [order, ...placeOf(row)];

/** The place that a page goes on behind; a cursor of another list is refused as BAD_USER_INPUT. */
export const placeBehind = ({ after }: PageArgs): Place | null => {
  const key = keyOf(after, 3, [order]);
  return key === null ? null : [Number(key[1]), String(key[2])];
};

const compare = ([due, id]: Place, [otherDue, otherId]: Place): number => {
  if (due !== otherDue) return due - otherDue;
  if (id === otherId) return 0;
  return id < otherId ? -1 : 1;
};

/** Reports behind a place by due instant, then id, the whole key compared: none is skipped or repeated. */
export const reportsBehind = (rows: readonly DatedDuty[], behind: Place | null, limit: number): readonly DatedDuty[] =>
  rows
    .filter((row) => behind === null || compare(placeOf(row), behind) > 0)
    .sort((one, other) => compare(placeOf(one), placeOf(other)))
    .slice(0, limit);

/** Past due, and nobody sent it or was excused from it. */
export const isMissing = ({ duty, dueBeforeMs }: DatedDuty, nowMs: number): boolean =>
  duty.sent.length === 0 && duty.status !== 'WAIVED' && nowMs >= dueBeforeMs;

/** Which duties a list shows to somebody: by the rights that one report is read by; null = nothing. */
export const selectionFor = (acting: Acting, world: World, filter: ReportFilter): ((duty: Duty) => boolean) | null => {
  const scope = readingScope(acting, world);
  if (!scope) return null;
  const shown = setOf(unitsShown(scope, world));
  const [own, received] = [new Set(scope.orgIds), new Set(scope.receiverOrgIds)];
  const readable = ({ unitId, orgId, receiverOrgId, status }: Duty): boolean =>
    (!scope.approvedOnly || status === 'ACCEPTED') &&
    (shown === null || shown.has(unitId) || own.has(orgId) || (receiverOrgId !== null && received.has(receiverOrgId)));
  const asked = askedBy(filter, world);
  return (duty) => readable(duty) && asked(duty);
};

const askedBy = ({ round, within, status, reporter, receiver }: ReportFilter, world: World) => {
  const [units, states] = [setOf(within == null ? null : unitsAsked(within, world)), setOf(status ?? null)];
  return (duty: Duty): boolean =>
    (round == null || duty.roundCode === round) &&
    (units === null || units.has(duty.unitId)) &&
    (states === null || states.has(duty.status)) &&
    (reporter == null || duty.orgId === reporter) &&
    (receiver == null || isReceivedBy(receiver, duty, world));
};

/** What a dissolved organisation received is found at the one that receives in its place. */
const isReceivedBy = (orgId: string, { receiverOrgId }: Duty, world: World): boolean =>
  receiverOrgId !== null && (receiverOrgId === orgId || receiverToday(receiverOrgId, world) === orgId);

const setOf = <Item>(items: readonly Item[] | null): ReadonlySet<Item> | null => items && new Set(items);
