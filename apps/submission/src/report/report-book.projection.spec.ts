import { describe, expect, it } from '@jest/globals';
import { type FeedHandler, projectionHandler } from '@thidua/event-sourcing';
import { type CampaignEvent, type RecordedEvent, reportIdOf } from '@thidua/events';
import { ReportBook } from '@thidua/reporting';
import type { KeptEventTables } from '@thidua/service';
import { memoryDatabase } from '../../../../packages/event-sourcing/test/memory-database.js';
import { drafted, launched } from '../../test/campaigns.js';
import { recordedFrom } from '../../test/recorded.js';
import { reportBookProjection } from './report-book.projection.js';

const campaignId = 'tra-vinh-2022';
const reportId = reportIdOf(campaignId, 'district', 'FINAL');
const history: readonly RecordedEvent[] = recordedFrom([
  ...(drafted() as readonly CampaignEvent[]),
  launched(),
  {
    type: 'ReportExpected.v1',
    data: { reportId, campaignId, roundCode: 'FINAL', orgId: 'district', unitId: '842', takesOverOrgIds: [] },
  },
]);

const database = memoryDatabase<KeptEventTables>();
const started = async (): Promise<{ book: ReportBook; handler: FeedHandler }> => {
  const book = new ReportBook();
  const handler = projectionHandler(reportBookProjection(book), database);
  await handler.start();
  return { book, handler };
};

describe('the book of reports', () => {
  it('follows the log, and a start finds it as it was from its own rows', async () => {
    const first = await started();
    await first.handler.handle(history);
    const again = await started();
    for (const { book } of [first, again]) {
      expect(book.duty(reportId)).toMatchObject({ status: 'EXPECTED', position: history.length });
      expect([...book.roundsOf(campaignId).rounds.keys()]).toEqual(['FINAL']);
      expect(book.position).toBe(history.length);
    }
  });

  it('keeps only the events that it is made of', async () => {
    const rows = await database.selectFrom('report_book_event').select('event').orderBy('position').execute();
    expect(rows.map(({ event }) => (JSON.parse(event) as RecordedEvent).type)).toEqual([
      'CampaignDrafted.v1',
      'ReportRoundDefined.v1',
      'ReportExpected.v1',
    ]);
  });
});
