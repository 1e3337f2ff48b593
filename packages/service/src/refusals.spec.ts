import { describe, expect, it } from '@jest/globals';
import type { DomainEvent, EventData } from '@thidua/events';
import { storable } from './refusals.js';

/** What is refused of an event, by its place, with the limit that is named there. */
const limitsOf = (type: string, data: unknown): Readonly<Record<string, unknown>> => {
  const refused = storable([{ type, data } as DomainEvent]);
  if (!('refused' in refused)) return {};
  return Object.fromEntries(
    [refused, ...(refused.also ?? [])].map(({ field = [], detail }) => [field.join('.'), detail?.max]),
  );
};

const registered = {
  ...{ achievementId: 'a', campaignId: 'c', areaCode: '2.1', kind: 'WORK', titleVi: 'Đường', movementCodes: [] },
  ...{ ownerOrgId: 'o', ownerUnitId: 'u' },
} as const satisfies EventData<'AchievementRegistered.v1'>;

describe('a text that cannot be stored', () => {
  it.each([
    ['empty', ''],
    ['too long', 'x'.repeat(10_001)],
  ])('since it is %s is told the limit of its own field', (_, text) => {
    expect(limitsOf('NarrativeSaved.v1', { reportId: 'r', campaignId: 'c', version: 1, text })).toEqual({
      text: 10_000,
    });
    expect(limitsOf('CampaignSuspended.v1', { campaignId: 'c', reason: text })).toEqual({ reason: 10_000 });
  });

  it('is told so in a list and where it may be left out, too', () => {
    expect(limitsOf('AchievementRegistered.v1', { ...registered, templateId: '', movementCodes: ['m', ''] })).toEqual({
      templateId: 60,
      'movementCodes.1': 60,
    });
    expect(limitsOf('AchievementRegistered.v1', registered)).toEqual({});
  });
});
