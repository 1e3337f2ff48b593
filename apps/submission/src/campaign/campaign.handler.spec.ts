import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Outcome } from '@thidua/event-sourcing';
import { type DomainEvent, type EventData, type RecordedEvent, reportIdOf } from '@thidua/events';
import { type ServicePorts, standingOf, type UserRefusal } from '@thidua/service';
import { moved, round } from '../../test/campaigns.js';
import { asking, campaignId, committee, openProvince, type Province, youth } from '../../test/province.js';
import { type CampaignChange, CampaignHandler, CampaignOrder } from './campaign.handler.js';

const summary = reportIdOf(campaignId, committee('84'), 'SUMMARY');
const final = reportIdOf(campaignId, committee('842'), 'FINAL');

let province: Province;
beforeEach(async () => {
  province = await openProvince();
  const known = { kind: 'SUMMARY', fromLevel: 'province' } as const;
  await happens('campaign', campaignId, { type: 'ReportRoundDefined.v1', data: round('SUMMARY', known) });
});
afterEach(() => province.close());

const happens = (category: string, id: string, ...events: readonly DomainEvent[]) =>
  province.happens(`${category}-${id}`, ...events);

let sent = 0;
const send = async (user: string, change: CampaignChange, commandId = `command-${++sent}`) => {
  const { executor, view: registryView } = province;
  const standing = standingOf(asking(user), registryView);
  const actor = { userId: user, orgId: null, role: null, appointmentId: null };
  const meta = {
    ...{ actor, via: null, commandId, inputHash: JSON.stringify(change), correlationId: 'c', causationId: null },
    ...{ synthetic: false, expectedRevision: null },
  };
  const handler = new CampaignHandler({ executor, registryView } as ServicePorts);
  return handler.execute(new CampaignOrder(change, { operation: change.operation, standing, meta }));
};

const said = (outcome: Outcome<UserRefusal>) =>
  outcome.kind === 'refused' ? [outcome.refusal.refused, ...(outcome.refusal.field ?? [])].join(' ') : outcome.kind;

/** The issuer ends, and the committee of a district takes over from it. */
const issuerEnds = () => {
  const data = { orgId: committee('84'), validFrom: '2022-05-01', successorOrgId: committee('842') };
  province.view.apply({ type: 'OrganisationDissolved.v1', data, position: 1000, revision: 1 } as RecordedEvent);
};

const lastEvents = async (count: number) =>
  (await province.log()).slice(-count).map(({ type, appendSize }) => `${type} of ${appendSize}`);

describe('setting a reporting line', () => {
  const line = (reporter: string, receiver: string, campaign = campaignId) => ({
    operation: 'reportingLineSet' as const,
    input: { idempotencyKey: '', campaign, reporter, receiver, validFrom: '2022-04-01' },
  });
  const set = async (user: string, ...named: Parameters<typeof line>) => said(await send(user, line(...named)));

  it('is for the head of the issuer', async () => {
    expect(await set('HEAD@84', youth('29374'), committee('29242'))).toBe('done');
    expect(await lastEvents(1)).toEqual(['ReportingLineSet.v1 of 1']);
    expect(await set('HEAD@842', youth('29374'), committee('84'))).toBe('NOT_ALLOWED');
    expect(await set('CLERK@84', youth('29374'), committee('84'))).toBe('NOT_ALLOWED');
  });

  it('names what is not there where the input names it', async () => {
    expect(await set('HEAD@84', committee('842'), committee('84'), 'nothing')).toBe('NOT_FOUND campaign');
    expect(await set('HEAD@84', 'nobody', committee('842'))).toBe('NOT_FOUND reporter');
    expect(await set('HEAD@84', committee('842'), 'nobody')).toBe('NOT_FOUND receiver');
  });

  it('closes no circle with the receivers that the tree of units gives, nor with another line', async () => {
    expect(await set('HEAD@84', committee('842'), committee('29242'))).toBe('REPORTING_LINE receiver');
    expect(await set('HEAD@84', committee('842'), committee('29374'))).toBe('done');
    expect(await set('HEAD@84', committee('847'), committee('29242'))).toBe('REPORTING_LINE receiver');
    expect(await set('HEAD@84', committee('84'), committee('842'))).toBe('REPORTING_LINE reporter');
  });

  it('leads to whoever goes on for an issuer that ended, and not from there', async () => {
    issuerEnds();
    const later = (reporter: string, receiver: string) => {
      const { operation, input } = line(reporter, receiver);
      return { operation, input: { ...input, validFrom: '2022-05-01' } };
    };
    expect(said(await send('HEAD@842', later(youth('29374'), committee('29242'))))).toBe('done');
    expect(said(await send('HEAD@842', later(committee('842'), committee('847'))))).toBe('REPORTING_LINE reporter');
  });
});

describe('summing up a campaign', () => {
  const summarising = (report = summary, version = 1, campaign = campaignId): CampaignChange => ({
    operation: 'campaignSummarise',
    input: { idempotencyKey: '', campaign, report, version },
  });
  const summarise = async (user: string, ...named: Parameters<typeof summarising>) =>
    said(await send(user, summarising(...named)));

  const expected = (reportId: string, roundCode: string, unitId: string, receiverOrgId?: string): DomainEvent => ({
    type: 'ReportExpected.v1',
    data: {
      ...{ reportId, campaignId, roundCode, orgId: committee(unitId), unitId, receiverOrgId, takesOverOrgIds: [] },
    },
  });
  const submitted = (reportId: string, roundCode: string, unitId: string): DomainEvent => ({
    type: 'ReportSubmitted.v1',
    data: {
      ...{ reportId, campaignId, roundCode, orgId: committee(unitId), unitId, coversTo: '2022-06-30', version: 1 },
      ...{ asOfPosition: 1, asOfInstant: '2022-07-01T00:00:00.000Z', children: [], missingOrgIds: [], totals: [] },
      ...{ sha256: '0'.repeat(64), submittedAt: '2022-07-01T00:00:00.000Z', dueBefore: '2022-07-12T17:00:00.000Z' },
      ...{ late: false, lateMinutes: 0, submittedBy: ['HEAD@84'] },
    } satisfies EventData<'ReportSubmitted.v1'>,
  });
  const closedForReporting = async () => {
    await happens('report', summary, expected(summary, 'SUMMARY', '84'), submitted(summary, 'SUMMARY', '84'));
    await happens('campaign', campaignId, moved('ReportingClosed.v1'));
  };

  it('accepts its summary in the same append, and a repeat answers the same', async () => {
    await closedForReporting();
    const outcome = await send('HEAD@84', summarising(), 'once');
    expect(said(outcome)).toBe('done');
    const both = ['ReportAccepted.v1 of 2', 'CampaignSummarised.v1 of 2'];
    expect(await lastEvents(2)).toEqual(both);
    expect(await send('HEAD@84', summarising(), 'once')).toEqual({ ...outcome, appended: false });
    expect(await summarise('HEAD@84')).toBe('INVALID_TRANSITION');
    expect(await lastEvents(2)).toEqual(both);
  });

  it('is refused with the version that was not sent, and nothing of it is written', async () => {
    await closedForReporting();
    const before = (await province.log()).length;
    expect(await summarise('HEAD@84', summary, 2)).toBe('SUBMISSION_CHANGED version');
    expect((await province.log()).length).toBe(before);
  });

  it('is refused before reporting is closed, and to all but the head of the issuer', async () => {
    await happens('report', summary, expected(summary, 'SUMMARY', '84'), submitted(summary, 'SUMMARY', '84'));
    expect(await summarise('HEAD@84')).toBe('INVALID_TRANSITION');
    expect(await summarise('HEAD@842')).toBe('NOT_ALLOWED');
    expect(await summarise('REVIEWER@84')).toBe('NOT_ALLOWED');
  });

  it('takes the summary of whoever goes on for an issuer that ended', async () => {
    issuerEnds();
    const taken = reportIdOf(campaignId, committee('842'), 'SUMMARY');
    await happens('report', taken, expected(taken, 'SUMMARY', '842'), submitted(taken, 'SUMMARY', '842'));
    await happens('campaign', campaignId, moved('ReportingClosed.v1'));
    expect(await summarise('HEAD@847', taken)).toBe('NOT_ALLOWED');
    expect(await summarise('HEAD@842', taken)).toBe('done');
  });

  it('takes the summary that its issuer sent before it ended', async () => {
    await closedForReporting();
    issuerEnds();
    expect(await summarise('HEAD@842')).toBe('done');
  });

  it('takes nothing but a summary of the issuer in this campaign', async () => {
    await happens('report', final, expected(final, 'FINAL', '842', committee('84')), submitted(final, 'FINAL', '842'));
    await happens('campaign', campaignId, moved('ReportingClosed.v1'));
    expect(await summarise('HEAD@84', summary)).toBe('NOT_FOUND report');
    expect(await summarise('HEAD@84', final)).toBe('NOT_FOUND report');
    expect(await summarise('HEAD@84', reportIdOf('another', committee('84'), 'SUMMARY'))).toBe('NOT_FOUND report');
    expect(await summarise('HEAD@84', summary, 1, 'another')).toBe('NOT_FOUND campaign');
  });
});
