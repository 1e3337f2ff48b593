import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CommandMeta } from '@thidua/event-sourcing';
import { attached, completed, line, registered, reported, submitted } from '../../test/achievements.js';
import { campaignId, openProvince, ownedBy, type Province } from '../../test/province.js';
import { settleAchievement } from './settle-achievement.js';

let province: Province;
beforeEach(async () => {
  province = await openProvince();
});
afterEach(() => province.close());

const road = [line('a', 100)];
const underReview = [registered(), attached(), reported(road), completed('2022-03-10'), submitted(road)];
const meta: CommandMeta = {
  actor: { userId: 'reviewer', orgId: 'o', role: 'REVIEWER', appointmentId: 'a' },
  ...{ via: 'settle-when-review-decided', commandId: 'c1', inputHash: 'h', correlationId: 'c', causationId: 'e' },
  ...{ synthetic: false, expectedRevision: null },
};
const verdict = { reviewId: 'case', subjectType: 'ACHIEVEMENT', submissionNo: 1, outcome: 'APPROVE' } as const;
const settle = () => settleAchievement(province)({ id: 'road', command: verdict }, meta);
const types = async () => (await province.log()).map(({ type }) => type);

describe('a decision', () => {
  it('is taken over once, whatever is delivered again', async () => {
    await province.happens('achievement-road', ...ownedBy('road', '29242', underReview));
    const first = await settle();
    expect(first).toMatchObject({ kind: 'done', revision: 5, appended: true });
    expect(await settle()).toEqual({ ...first, appended: false });
    expect((await types()).filter((type) => type === 'AchievementApproved.v1')).toHaveLength(1);
  });

  it('about what nobody registered changes nothing', async () => {
    expect(await settle()).toEqual({ kind: 'done', revision: -1, receipt: null, appended: false });
  });

  it('that comes after the campaign was cancelled changes nothing', async () => {
    await province.happens('achievement-road', ...ownedBy('road', '29242', underReview));
    const cancelled = { type: 'CampaignCancelled.v1', data: { campaignId, reason: 'x' } };
    await province.happens(`campaign-${campaignId}`, cancelled);
    expect(await settle()).toMatchObject({ kind: 'done', appended: false });
    expect(await types()).not.toContain('AchievementApproved.v1');
  });
});
