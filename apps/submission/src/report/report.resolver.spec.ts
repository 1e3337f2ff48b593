import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventData } from '@thidua/events';
import { GraphQLError } from 'graphql';
import { asking, openReports, orgOf, type ReportProvince, reportOf } from '../../test/report-province.js';
import type { ReportFilter } from './report-list.js';

let province: ReportProvince;
beforeEach(async () => {
  province = await openReports();
  await province.owe(
    ['29242-01', 'FINAL-HAMLET'],
    ['29242-02', 'FINAL-HAMLET'],
    ['29242', 'FINAL-COMMUNE'],
    ['842', 'FINAL'],
    ['84', 'SUMMARY'],
  );
});
afterEach(() => province.close());

const hamlet = reportOf('29242-01', 'FINAL-HAMLET');
const commune = reportOf('29242', 'FINAL-COMMUNE');
const everything = [
  hamlet,
  reportOf('29242-02', 'FINAL-HAMLET'),
  commune,
  reportOf('842', 'FINAL'),
  reportOf('84', 'SUMMARY'),
];
const frame = (report = hamlet) => ({ idempotencyKey: randomUUID(), force: true, report });
const ending = (id = hamlet) => ({ idempotencyKey: randomUUID(), force: true, id, reason: ' Lũ lụt. ' });
const read = async (id: string, userId: string, language: 'vi' | 'en' = 'en') => {
  await province.caughtUp();
  return province.resolver.report(id, undefined, asking(userId, language));
};
const listed = async (userId: string, filter: Partial<ReportFilter> = {}) => {
  await province.caughtUp();
  const args = { filter: { campaign: 'tra-vinh-2022', ...filter } };
  return (await province.resolver.reports(args, asking(userId))).edges.map(({ node }) => node.id);
};
const submit = (userId = 'HEAD@29242-01', report = hamlet) => province.changes.submit(frame(report), asking(userId));
const settled = (type: 'ReportAccepted.v1' | 'ReportReturned.v1', version: number, id = hamlet) =>
  province.happens(`report-${id}`, {
    type,
    data: { reportId: id, campaignId: 'tra-vinh-2022', version, reasonCode: 'OTHER', note: 'x' },
  });
const codes = ({ userErrors }: { userErrors: readonly { code: string; field: readonly string[] | null }[] }) =>
  userErrors.map(({ code, field }) => [code, field]);

describe('a list of reports', () => {
  it('shows to everybody exactly what they read one by one', async () => {
    await submit();
    await settled('ReportAccepted.v1', 1);
    const seen: Record<string, readonly string[]> = {};
    for (const role of ['CLERK', 'HEAD', 'OFFICE', 'REVIEWER', 'ANALYST', 'ADMIN']) {
      for (const place of ['84', '842', '29242', '29242-01', '29242-02']) {
        const userId = `${role}@${place}`;
        const readable: string[] = [];
        for (const id of everything) if (await read(id, userId)) readable.push(id);
        seen[userId] = await listed(userId);
        expect([userId, [...seen[userId]].sort()]).toEqual([userId, readable.sort()]);
      }
    }
    expect(seen['HEAD@84']).toHaveLength(5);
    expect(seen['HEAD@29242-02']).toEqual([reportOf('29242-02', 'FINAL-HAMLET')]);
    // Who reads figures alone reads what was accepted.
    expect(seen['ANALYST@84']).toEqual([hamlet]);
    expect(seen['ADMIN@84']).toEqual([]);
  });

  it('goes by due instant, then id, and pages go on behind each other', async () => {
    const whole = await listed('HEAD@84');
    expect([...whole.slice(0, 2)].sort()).toEqual(whole.slice(0, 2));
    expect(whole.slice(2)).toEqual([commune, reportOf('842', 'FINAL'), reportOf('84', 'SUMMARY')]);
    const paged: string[] = [];
    for (let after: string | null = null; ; ) {
      const args = { filter: { campaign: 'tra-vinh-2022' }, first: 2, after };
      const { edges, pageInfo } = await province.resolver.reports(args, asking('HEAD@84'));
      paged.push(...edges.map(({ node }) => node.id));
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(paged).toEqual(whole);
    const foreign = Buffer.from(JSON.stringify(['TITLE', 1, 'x'])).toString('base64url');
    const args = { filter: { campaign: 'tra-vinh-2022' }, after: foreign };
    await expect(province.resolver.reports(args, asking('HEAD@84'))).rejects.toThrow(GraphQLError);
  });

  it('holds what was asked for', async () => {
    await submit();
    expect(await listed('HEAD@84', { round: 'FINAL' })).toEqual([reportOf('842', 'FINAL')]);
    expect(await listed('HEAD@84', { status: ['SUBMITTED'] })).toEqual([hamlet]);
    expect(await listed('HEAD@84', { within: '29242-01' })).toEqual([hamlet]);
    expect(await listed('HEAD@84', { reporter: orgOf('29242') })).toEqual([commune]);
    expect(await listed('HEAD@84', { receiver: orgOf('842') })).toEqual([commune]);
    expect(await listed('HEAD@84', { campaign: 'nothing' })).toEqual([]);
  });

  it('calls missing what is past due, was never sent and is still owed', async () => {
    await submit();
    expect(await listed('HEAD@84', { missing: true })).toEqual([]);
    province.clock.set('2022-06-09T00:00:00+07:00');
    const other = reportOf('29242-02', 'FINAL-HAMLET');
    expect(await listed('HEAD@84', { missing: true })).toEqual([other]);
    expect(codes(await province.changes.waive(ending(other), asking('HEAD@29242')))).toEqual([]);
    expect(await listed('HEAD@84', { missing: true })).toEqual([]);
  });
});

describe('a report', () => {
  it('shows a draft derived now until it is sent, and then what was frozen', async () => {
    expect(await read(commune, 'HEAD@29242', 'vi')).toMatchObject({ status: 'EXPECTED', version: 0, sha256: null });
    const draft = await read(commune, 'HEAD@29242', 'vi');
    expect(draft?.missing().map((one) => one?.id)).toEqual([orgOf('29242-01'), orgOf('29242-02')]);
    expect(draft?.dueIn).toBe('còn 12 ngày 16 giờ');
    await submit();
    await settled('ReportAccepted.v1', 1);
    await submit('HEAD@29242', commune);
    const sent = await read(commune, 'HEAD@842');
    expect(sent).toMatchObject({ status: 'SUBMITTED', version: 1, late: false, lateMinutes: 0, dueIn: 'on time' });
    expect(sent?.reviewId).toEqual(expect.any(String));
    expect(sent?.children()).toMatchObject([{ reportId: hamlet, version: 1, reporter: { id: orgOf('29242-01') } }]);
    expect(sent?.missing()).toMatchObject([{ id: orgOf('29242-02') }]);
    expect(sent?.round()).toMatchObject({ code: 'FINAL-COMMUNE' });
    await settled('ReportReturned.v1', 1, commune);
    const back = await read(commune, 'HEAD@29242');
    expect(back).toMatchObject({ status: 'RETURNED', version: 2, reviewId: null, returnedBecause: { note: 'x' } });
    expect(back?.versions()).toMatchObject([{ version: 1, outcome: 'RETURN' }]);
  });

  it('of a duty that was waived says why, and nothing else', async () => {
    await province.changes.waive(ending(), asking('HEAD@29242'));
    const shown = await read(hamlet, 'HEAD@29242-01', 'vi');
    expect(shown).toMatchObject({ status: 'WAIVED', waivedBecause: 'Lũ lụt.', dueIn: 'được miễn', asOfPosition: null });
    expect([shown?.totals(), shown?.children(), shown?.missing(), shown?.differences()]).toEqual([[], [], [], []]);
    expect(shown?.stale()).toBe(false);
  });
});

describe('a submission', () => {
  it('freezes what is known at the last position, by the clock at which it came in', async () => {
    province.clock.set('2022-06-09T08:10:30+07:00');
    const head = (await province.log()).at(-1);
    expect(codes(await submit())).toEqual([]);
    const { type, data } = (await province.log()).at(-1) as { type: string; data: EventData<'ReportSubmitted.v1'> };
    expect(type).toBe('ReportSubmitted.v1');
    expect(data).toMatchObject({
      ...{ asOfPosition: head?.position, asOfInstant: head?.recordedAt, submittedAt: '2022-06-09T01:10:30.000Z' },
      ...{ dueBefore: '2022-06-08T17:00:00.000Z', late: true, lateMinutes: 490, totals: [], coversTo: '2022-06-08' },
    });
    expect(await read(hamlet, 'HEAD@84', 'vi')).toMatchObject({ dueIn: 'trễ 8 giờ 10 phút' });
  });

  it('is not made while what it reads is behind the log', async () => {
    await province.stopReading();
    await province.append(`report-${reportOf('29242-02', 'FINAL-HAMLET')}`, {
      type: 'NarrativeSaved.v1',
      data: { reportId: reportOf('29242-02', 'FINAL-HAMLET'), campaignId: 'tra-vinh-2022', version: 1, text: 'x' },
    });
    await expect(submit()).rejects.toMatchObject({ extensions: { code: 'PROJECTION_LAGGING' } });
  });

  it('with the same key answers the same and sends no second version', async () => {
    const once = frame();
    const answers = [1, 2].map(() => province.changes.submit(once, asking('HEAD@29242-01')));
    const [first, second] = await Promise.all(answers);
    expect(first?.userErrors).toEqual([]);
    expect(second).toEqual(first);
    expect((await province.log()).filter(({ type }) => type === 'ReportSubmitted.v1')).toHaveLength(1);
  });

  it('that came late names who excused it by more time', async () => {
    province.clock.set('2022-06-09T08:00:00+07:00');
    await submit();
    const more = { ...frame(), dueBefore: '2022-06-09T17:00:00.000Z', reason: 'Mất điện.' };
    expect(codes(await province.changes.grantExtension(more, asking('HEAD@29242')))).toEqual([]);
    const shown = await read(hamlet, 'HEAD@29242-01');
    expect(shown?.late).toBe(true);
    expect(shown?.excusedBy()).toMatchObject({ userId: 'HEAD@29242', organisation: { id: orgOf('29242') } });
  });
});

describe('a change', () => {
  it('is the reporter’s or the stored receiver’s, and found by nobody who may not read', async () => {
    const save = (userId: string) =>
      province.changes.save({ ...frame(), narrative: ' Đã xong. ' }, asking(userId)).then(codes);
    expect(await save('HEAD@29242-02')).toEqual([['NOT_FOUND', ['report']]]);
    expect(await save('HEAD@29242')).toEqual([['NOT_ALLOWED', null]]);
    expect(await save('CLERK@29242-01')).toEqual([]);
    expect((await province.log()).at(-1)?.data).toMatchObject({ text: 'Đã xong.' });
    const waive = (userId: string, id = hamlet) => province.changes.waive(ending(id), asking(userId)).then(codes);
    expect(await waive('HEAD@29242-02')).toEqual([['NOT_FOUND', ['id']]]);
    expect(await waive('HEAD@842')).toEqual([['NOT_ALLOWED', null]]);
    // The issuer's summary has no receiver.
    expect(await waive('HEAD@84', reportOf('84', 'SUMMARY'))).toEqual([['NOT_ALLOWED', null]]);
    expect(await waive('HEAD@29242')).toEqual([]);
  });

  it('is told to be allowed exactly where it is done, and why not', async () => {
    const send = {
      reportSave: (userId: string) => province.changes.save({ ...frame(), narrative: '!' }, asking(userId)),
      reportSubmit: (userId: string) => submit(userId),
      reportGrantExtension: (userId: string) =>
        province.changes.grantExtension(
          { ...frame(), dueBefore: '2022-07-30T00:00:00.000Z', reason: 'x' },
          asking(userId),
        ),
      reportRecordPaperReceipt: (userId: string) =>
        province.changes.recordPaperReceipt({ ...frame(), receivedOn: '2022-06-01', registerNo: '7' }, asking(userId)),
      reportWaive: (userId: string) => province.changes.waive(ending(), asking(userId)),
      reportReopen: (userId: string) =>
        province.changes.reopen({ ...frame(), cause: 'CORRECTION', reason: null }, asking(userId)),
    };
    const arrive = {
      expected: async () => undefined,
      submitted: async () => void (await submit()),
      accepted: async () => {
        await submit();
        await settled('ReportAccepted.v1', 1);
      },
    };
    for (const [state, come] of Object.entries(arrive)) {
      for (const userId of ['CLERK@29242-01', 'HEAD@29242-01', 'OFFICE@29242', 'HEAD@29242']) {
        for (const [action, mutation] of Object.entries(send)) {
          await province.close();
          province = await openReports();
          await province.owe(['29242-01', 'FINAL-HAMLET']);
          await come();
          const shown = await read(hamlet, userId);
          const told = shown && (await province.resolver.allowed(shown, asking(userId)));
          const because = (await mutation(userId)).userErrors[0]?.message ?? null;
          const one = told?.find((other) => other.action === action);
          expect([state, userId, one]).toEqual([state, userId, { action, allowed: because === null, because }]);
        }
      }
    }
  });
});
