import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AchievementEvent, DomainEvent } from '@thidua/events';
import type { RequestContext } from '@thidua/service';
import {
  amendmentRequested,
  approved,
  attached,
  completed,
  line,
  photo,
  registered,
  rejected,
  reported,
  returned,
  revoked,
  submitted,
  withdrawn,
} from '../../test/achievements.js';
import { asking, campaignId, committee, openProvince, ownedBy, type Province } from '../../test/province.js';

let province: Province;
beforeEach(async () => {
  province = await openProvince();
});
afterEach(() => province.close());

const road = [line('a', 100)];
const reportedOnce = [registered({ kind: 'WORK' }), reported(road)];
const underReview = [...reportedOnce, attached(), completed('2022-03-10'), submitted(road)];
const accepted = [...underReview, approved(road)];

const histories: Readonly<Record<string, readonly AchievementEvent[]>> = {
  registered: [registered()],
  'a work without evidence': reportedOnce,
  'in progress': [...reportedOnce, attached()],
  completed: [...reportedOnce, attached(), completed('2022-03-10')],
  'under review': underReview,
  returned: [...underReview, returned(road)],
  approved: accepted,
  'with an amendment that waits': [...accepted, amendmentRequested({ before: road, after: [line('a', 130)] })],
  rejected: [...underReview, rejected(road)],
  withdrawn: [registered(), withdrawn([], 0)],
  revoked: [...accepted, revoked(road)],
};

const happens = (id: string, events: readonly AchievementEvent[]) =>
  province.happens(`achievement-${id}`, ...ownedBy(id, '29242', events));

/** Each mutation as somebody may well send it; the two on evidence are carried out elsewhere. */
const send = (achievement: string, context: RequestContext) => {
  const { changes } = province;
  const change = () => ({ idempotencyKey: randomUUID(), force: true, achievement });
  const ending = () => ({ idempotencyKey: randomUUID(), force: true, id: achievement, reason: 'x' });
  const lines = [{ lineId: 'a', metric: 'road_m', effectiveOn: '2022-03-10', value: '7' }];
  const contributions = [{ organisation: committee('29242'), role: 'LEAD', shareBp: 10_000 }] as const;
  return {
    achievementDeclareContributions: () => changes.declareContributions({ ...change(), contributions }, context),
    achievementRecordProgress: () =>
      changes.recordProgress({ ...change(), percentDone: 50, effectiveOn: '2022-05-01' }, context),
    achievementReportQuantities: () => changes.reportQuantities({ ...change(), lines, removedLineIds: [] }, context),
    achievementComplete: () => changes.complete({ ...change(), completedOn: '2022-04-01' }, context),
    achievementSubmit: () => changes.submit(change(), context),
    achievementRequestAmendment: () =>
      changes.requestAmendment({ ...change(), lines, removedLineIds: [], reason: 'x' }, context),
    achievementWithdraw: () => changes.withdraw(ending(), context),
    achievementRevoke: () => changes.revoke(ending(), context),
  };
};
type Action = keyof ReturnType<typeof send>;

const allowed = async (id: string, context: RequestContext) => {
  const shown = await province.achievements.achievement(id, undefined, context);
  if (!shown) throw new Error(`${id} is not shown`);
  return province.achievements.allowed(shown, context);
};

describe('what a viewer is told they may do', () => {
  const people = ['CLERK@29242', 'HEAD@29242', 'REVIEWER@29242', 'HEAD@842', 'HEAD@84'];

  it.each(Object.keys(histories))('of an achievement that is %s is what then is done, and why not', async (state) => {
    for (const userId of people) {
      const context = asking(userId);
      const names = Object.keys(send('', context)) as Action[];
      for (const action of names) {
        const id = randomUUID();
        await happens(id, histories[state] ?? []);
        const told = (await allowed(id, context)).find((one) => one.action === action);
        const { userErrors } = await send(id, context)[action]();
        const because = userErrors[0]?.message ?? null;
        expect([userId, action, told]).toEqual([userId, action, { action, allowed: because === null, because }]);
      }
    }
  });

  it('says of evidence whether there is any to take away', async () => {
    await happens('with', [...reportedOnce, attached(photo('another'))]);
    await happens('without', histories['a work without evidence'] ?? []);
    const of = async (id: string) =>
      Object.fromEntries((await allowed(id, asking('CLERK@29242'))).map((one) => [one.action, one.allowed]));
    expect(await of('with')).toMatchObject({ achievementAttachEvidence: true, achievementWithdrawEvidence: true });
    expect(await of('without')).toMatchObject({ achievementAttachEvidence: true, achievementWithdrawEvidence: false });
  });

  it('says nothing may be done once the campaign was cancelled, in the asked language', async () => {
    await happens('road', histories.completed ?? []);
    const cancelled: DomainEvent = { type: 'CampaignCancelled.v1', data: { campaignId, reason: 'x' } };
    await province.happens(`campaign-${campaignId}`, cancelled);
    const told = await allowed('road', { ...asking('HEAD@29242'), language: 'vi' });
    expect(told.filter((one) => one.allowed)).toEqual([]);
    expect(told.find(({ action }) => action === 'achievementSubmit')?.because).toBe(
      'Không thể thực hiện "nộp" khi đang ở trạng thái "đã hủy".',
    );
  });
});
