import { describe, expect, it } from '@jest/globals';
import { projectionHandler } from '@thidua/event-sourcing';
import { ReportBook } from '@thidua/reporting';
import type { KeptEventTables } from '@thidua/service';
import { memoryDatabase } from '../../../../packages/event-sourcing/test/memory-database.js';
import { campaignId, DutyLog } from '../../test/duty-log.js';
import { reportingProjection } from './reporting.projection.js';

describe('what organisations owe', () => {
  it('is known again after a start', async () => {
    const log = new DutyLog();
    log.unit('29242', 'commune');
    log.round('FINAL', '2022-06-19T17:00:00.000Z');
    log.owe('29242', 'FINAL');
    log.submit('29242', 'FINAL', true);
    log.accept('29242', 'FINAL');
    const events = log.events.map((event) => ({ ...event, receipt: event.position, appendIndex: 0, appendSize: 1 }));

    const database = memoryDatabase<KeptEventTables>();
    const first = new ReportBook();
    const following = projectionHandler(reportingProjection(first), database);
    await following.start();
    await following.handle(events);
    expect(first.dutiesOf(campaignId)).toEqual(log.book.dutiesOf(campaignId));
    expect(first.dutiesOf(campaignId)).toMatchObject([{ status: 'ACCEPTED', acceptedVersion: 1 }]);

    const again = new ReportBook();
    await projectionHandler(reportingProjection(again), database).start();
    expect(again.dutiesOf(campaignId)).toEqual(first.dutiesOf(campaignId));
    expect([...again.roundsOf(campaignId).rounds.keys()]).toEqual(['FINAL']);
    expect(again.position).toBe(first.position);
  });
});
