import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CommandMeta } from '@thidua/event-sourcing';
import type { DomainEvent } from '@thidua/events';
import { attached, completed, line, registered, reported, submitted } from '../../test/achievements.js';
import { campaignId, openProvince, ownedBy, type Province } from '../../test/province.js';
import { histories, sentAs } from '../../test/reports.js';
import type { Verdict } from '../achievement/achievement.commands.js';
import { settleSubject } from './settle-report.js';

let province: Province;
beforeEach(async () => {
  province = await openProvince();
});
afterEach(() => province.close());

const reportId = 'tra-vinh-2022:commune-committee:FINAL';
/** Reports as tests tell them, in the campaign of this province. */
const owed = (events: readonly DomainEvent[]) =>
  events.map((event) => ({ ...event, data: { ...(event.data as object), campaignId } }));
const meta = (commandId: string): CommandMeta => ({
  actor: { userId: 'reviewer', orgId: 'o', role: 'REVIEWER', appointmentId: 'a' },
  ...{ via: 'settle-when-review-decided', commandId, inputHash: 'h', correlationId: 'c', causationId: 'e' },
  ...{ synthetic: false, expectedRevision: null },
});
const settle = (id: string, more: Partial<Verdict> = {}, commandId = 'c1') => {
  const command = { reviewId: 'case', subjectType: 'REPORT', submissionNo: 1, outcome: 'APPROVE', ...more } as const;
  return settleSubject(province)({ id, command }, meta(commandId));
};
const last = async () => {
  const { type, data, via } = (await province.log()).at(-1) ?? {};
  return { type, data, via };
};

describe('a decision about a report', () => {
  it('is taken over once, by the version it is about, whatever is delivered again', async () => {
    await province.happens(`report-${reportId}`, ...owed([...histories.returned, sentAs(2)]));
    expect(await settle(reportId, { submissionNo: 1 }, 'c0')).toMatchObject({ kind: 'done', appended: false });
    const first = await settle(reportId, { submissionNo: 2 });
    expect(first).toMatchObject({ kind: 'done', revision: 4, appended: true });
    expect(await last()).toEqual({
      type: 'ReportAccepted.v1',
      data: { reportId, campaignId, version: 2, reviewId: 'case' },
      via: 'settle-when-review-decided',
    });
    expect(await settle(reportId, { submissionNo: 2 })).toEqual({ ...first, appended: false });
  });

  it('sends it back with its reason', async () => {
    await province.happens(`report-${reportId}`, ...owed(histories.submitted));
    const why = { reasonCode: 'FIGURES', note: 'Thiếu số liệu của Khóm 3.' };
    await settle(reportId, { outcome: 'RETURN', ...why });
    expect(await last()).toMatchObject({ type: 'ReportReturned.v1', data: { version: 1, reviewId: 'case', ...why } });
  });

  it('that rejects changes nothing', async () => {
    await province.happens(`report-${reportId}`, ...owed(histories.submitted));
    const outcome = await settle(reportId, { outcome: 'REJECT', reasonCode: 'FIGURES', note: 'x' });
    expect(outcome).toMatchObject({ kind: 'done', revision: 1, appended: false });
    expect(outcome).not.toMatchObject({ receipt: null });
  });

  it('about what nobody owes changes nothing', async () => {
    expect(await settle(reportId)).toEqual({ kind: 'done', revision: -1, receipt: null, appended: false });
  });

  it('that comes after the campaign was cancelled changes nothing', async () => {
    await province.happens(`report-${reportId}`, ...owed(histories.submitted));
    const cancelled = { type: 'CampaignCancelled.v1', data: { campaignId, reason: 'x' } };
    await province.happens(`campaign-${campaignId}`, cancelled);
    expect(await settle(reportId)).toMatchObject({ kind: 'done', appended: false });
  });
});

describe('a decision about an achievement', () => {
  it('goes to the achievement, also where a report bears its id', async () => {
    const road = [line('a', 100)];
    const underReview = [registered(), attached(), reported(road), completed('2022-03-10'), submitted(road)];
    await province.happens('achievement-road', ...ownedBy('road', '29242', underReview));
    await province.happens('report-road', ...owed(histories.submitted));
    expect(await settle('road', { subjectType: 'ACHIEVEMENT' })).toMatchObject({ kind: 'done', appended: true });
    expect(await last()).toMatchObject({ type: 'AchievementApproved.v1' });
  });
});
