import { type Acting, type ReadingScope, readingScope, unitsAsked, unitsShown, type World } from '@thidua/authority';
import { foldVietnamese } from '@thidua/hierarchy';
import { keyOf, type PageArgs } from '@thidua/service';
import type { AchievementOrder, AchievementSelection, Place } from './achievement.queries.js';
import type { StatusName } from './achievement.rows.js';

/** GraphQL's AchievementFilter. */
export interface AchievementFilter {
  readonly campaign: string;
  readonly within?: string | null;
  readonly status?: readonly StatusName[] | null;
  readonly areas?: readonly string[] | null;
  readonly owner?: string | null;
  readonly search?: string | null;
}

export const newestFirst: AchievementOrder = { by: 'REGISTERED', direction: 'DESCENDING' };

/** What counts, also while an amendment of it waits. */
const approvedStatus: readonly StatusName[] = ['APPROVED', 'AMENDMENT_PENDING'];

/** What a list shows to somebody: by the rights that one achievement is read by; null = nothing. */
export const selectionFor = (acting: Acting, world: World, filter: AchievementFilter): AchievementSelection | null => {
  const scope = readingScope(acting, world);
  if (!scope) return null;
  const { search = null } = filter;
  return {
    campaignId: filter.campaign,
    shown: { unitIds: unitsShown(scope, world), orgIds: scope.orgIds, receiverOrgIds: scope.receiverOrgIds },
    unitIds: filter.within == null ? null : unitsAsked(filter.within, world),
    status: statusFor(scope, filter.status ?? null),
    areas: filter.areas ?? null,
    ownerOrgId: filter.owner ?? null,
    words: search === null || search.trim() === '' ? null : foldVietnamese(search),
  };
};

const statusFor = (
  { approvedOnly }: ReadingScope,
  asked: readonly StatusName[] | null,
): readonly StatusName[] | null => {
  if (!approvedOnly) return asked;
  return asked === null ? approvedStatus : asked.filter((status) => approvedStatus.includes(status));
};

/** A cursor names its order, the place in it and the id, so that it means nothing in another. */
export const cursorKey = ({ by, direction }: AchievementOrder, place: Place) => [by, direction, ...place];

/** The place that a page goes on behind; a cursor of another order is refused as BAD_USER_INPUT. */
export const placeBehind = ({ after }: PageArgs, order: AchievementOrder): Place | null => {
  const key = keyOf(after, 4, [order.by, order.direction]);
  if (key === null) return null;
  const [, , of = '', achievementId] = key;
  return [of, String(achievementId)];
};
