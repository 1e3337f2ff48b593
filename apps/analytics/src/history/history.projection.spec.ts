import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { projectionHandler } from '@thidua/event-sourcing';
import { type EventData, type EventType, eventSchemas, type RecordedEvent } from '@thidua/events';
import { memoryDatabase } from '../../../../packages/event-sourcing/test/memory-database.js';
import { historyProjection } from './history.projection.js';
import { type EventSelection, eventsAfter, historyAfter } from './history.queries.js';
import type { HistoryTables } from './history.rows.js';

const types = Object.keys(eventSchemas) as EventType[];
const examples = new URL('../../../../packages/events/examples/', import.meta.url);
const dataOf = <Type extends EventType>(type: Type): EventData<Type> =>
  JSON.parse(readFileSync(new URL(`${type}.json`, examples), 'utf8')).data;

/** A log in which every append holds one event. */
class Log {
  readonly events: RecordedEvent[] = [];

  add<Type extends EventType>(
    type: Type,
    data: Partial<EventData<Type>> = {},
    cause?: number,
    userId = 'clerk',
  ): number {
    const position = this.events.length + 1;
    const event = {
      ...{ type, position, receipt: position, revision: 0, stream: 's', eventId: `e${position}` },
      ...{ data: { ...dataOf(type), ...data }, appendIndex: 0, appendSize: 1, via: null, synthetic: false },
      ...{ actor: { userId, orgId: null, role: null, appointmentId: null }, commandId: 'c', inputHash: 'h' },
      ...{ correlationId: 'c', causationId: cause === undefined ? null : `e${cause}` },
      recordedAt: new Date(Date.UTC(2022, 1, 1, 0, position)).toISOString(),
    };
    this.events.push(event);
    return position;
  }
}

const opened = async (log: Log) => {
  const database = memoryDatabase<HistoryTables>();
  const handler = projectionHandler(historyProjection, database);
  await handler.start();
  await handler.handle(log.events);
  return { database, handler };
};

const everything = { after: 0, knownUpTo: 9999, limit: 1000 };
const all: EventSelection = {
  ...{ unitIds: null, campaignIds: [], types: null, campaignId: null },
  ...{ userId: null, from: null, to: null, subjectId: null },
};
const work = () => {
  const log = new Log();
  const subject = { ...dataOf('AchievementApproved.v1').subject, achievementId: 'road', campaignId: 'c' };
  const owner = { ownerOrgId: 'o', ownerUnitId: 'u' };
  log.add('AchievementRegistered.v1', { achievementId: 'road', campaignId: 'c', ...owner });
  log.add('AchievementSubmitted.v1', { subject, receiverOrgId: 'r' });
  log.add('ReviewOpened.v1', { reviewId: 'case', subjectId: 'road', campaignId: 'c', ...owner, receiverOrgId: 'r' }, 2);
  log.add('ReviewDecided.v1', { reviewId: 'case', subjectId: 'road' }, undefined, 'reviewer');
  log.add('AchievementApproved.v1', { subject }, 4, 'reviewer');
  return log;
};

describe('the history of subjects', () => {
  it('has a row of every event there is', async () => {
    const log = new Log();
    for (const type of types) log.add(type);
    const { database } = await opened(log);
    const rows = await database.selectFrom('history_entry').select(['position', 'type']).orderBy('position').execute();
    expect(rows).toEqual(types.map((type, n) => ({ position: n + 1, type: type.replace('.v1', '') })));
  });

  it('puts an event of a case under the case and under what it is about, with its cause', async () => {
    const { database } = await opened(work());
    const shown = async (subjectId: string, caseIds: readonly string[], only: readonly string[] | null = null) =>
      (await historyAfter(database, { subjectId, caseIds, types: only }, everything)).map(({ position }) => position);
    expect(await shown('road', ['case'])).toEqual([1, 2, 3, 4, 5]);
    expect(await shown('road', [])).toEqual([1, 2, 5]);
    expect(await shown('road', ['case'], ['AchievementApproved'])).toEqual([5]);
    expect(await shown('case', ['case'])).toEqual([3, 4]);
    expect(await shown('nowhere', ['case'])).toEqual([]);
    const causes = await database.selectFrom('history_entry').select('caused_by').orderBy('position').execute();
    expect(causes.map(({ caused_by }) => caused_by)).toEqual([null, null, 2, null, 4]);
  });

  it('knows what readers are judged by as it stands now', async () => {
    const log = work();
    const contributions = [
      { orgId: 'o', unitId: 'u', role: 'LEAD' as const, shareBp: 6000 },
      { orgId: 'p', unitId: 'u', role: 'PARTNER' as const, shareBp: 4000 },
    ];
    log.add('ContributionsDeclared.v1', { achievementId: 'road', campaignId: 'c', contributions });
    const { database, handler } = await opened(log);
    const road = () =>
      database.selectFrom('history_subject').selectAll().where('subject_id', '=', 'road').executeTakeFirstOrThrow();
    expect(await road()).toMatchObject({
      ...{ kind: 'achievement', campaign_id: 'c', org_id: 'o', unit_id: 'u', receiver_org_id: 'r' },
      ...{ partner_org_ids: '["p"]', approved: 1 },
    });
    const subject = { ...dataOf('ApprovalRevoked.v1').subject, achievementId: 'road' };
    log.add('ApprovalRevoked.v1', { subject });
    await handler.handle(log.events.slice(-1));
    expect(await road()).toMatchObject({ approved: 0 });
  });
});

describe('a list of events', () => {
  it('finds by unit, campaign, type, person, instant and subject', async () => {
    const log = work();
    log.add('UnitRegistered.v1', { unitId: 'elsewhere' });
    log.add('CampaignDrafted.v1', { campaignId: 'read' });
    log.add('CampaignDrafted.v1', { campaignId: 'unread' });
    const { database } = await opened(log);
    const found = async (asked: Partial<EventSelection>) =>
      (await eventsAfter(database, { ...all, ...asked }, everything)).map(({ position }) => position);
    expect(await found({ campaignIds: ['read'] })).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(await found({ unitIds: ['u'] })).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await found({ unitIds: ['v'] })).toEqual([6]);
    expect(await found({ types: ['ReviewDecided', 'UnitRegistered'] })).toEqual([4, 6]);
    expect(await found({ campaignId: 'c', userId: 'reviewer' })).toEqual([4, 5]);
    expect(await found({ from: '2022-02-01T00:02:00.000Z', to: '2022-02-01T00:03:00.000Z' })).toEqual([2, 3]);
    expect(await found({ subjectId: 'case' })).toEqual([3, 4]);
    expect(await found({ campaignIds: ['read', 'unread'], subjectId: 'unread' })).toEqual([8]);
  });

  it('skips and repeats nothing, whatever the page and whatever is appended meanwhile', async () => {
    for (const size of [1, 2, 3, 7]) {
      const log = work();
      for (let n = 0; n < 20; n++)
        log.add(n % 3 === 0 ? 'UnitRenamed.v1' : 'OfficerReleased.v1', { unitId: 'x', orgId: 'x' });
      const { database, handler } = await opened(log);
      const read: number[] = [];
      for (let more = true; more && read.length < 100; ) {
        const page = await eventsAfter(
          database,
          { ...all, unitIds: ['u'] },
          { ...everything, after: read.at(-1) ?? 0, limit: size },
        );
        read.push(...page.map(({ position }) => position));
        more = page.length === size || log.events.length < 40;
        if (log.events.length < 40) {
          log.add(read.length % 2 === 0 ? 'UnitRenamed.v1' : 'OfficerReleased.v1', { unitId: 'x', orgId: 'x' });
          await handler.handle(log.events.slice(-1));
        }
      }
      const wanted = log.events.filter(({ type, position }) => position <= 5 || type === 'UnitRenamed.v1');
      expect(read).toEqual(wanted.map(({ position }) => position));
    }
  });

  it('ends at what is known', async () => {
    const { database } = await opened(work());
    const rows = await historyAfter(
      database,
      { subjectId: 'road', caseIds: [], types: null },
      { ...everything, knownUpTo: 2 },
    );
    expect(rows.map(({ position }) => position)).toEqual([1, 2]);
  });
});
