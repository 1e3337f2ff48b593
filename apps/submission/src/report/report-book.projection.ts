import type { Projection } from '@thidua/event-sourcing';
import { ReportBook, reportBookEventTypes } from '@thidua/reporting';
import { eventsInMemoryProjection, type KeptEventTables } from '@thidua/service';

/** The book of reports as a projection: its events as they are, folded in memory. */
export const reportBookProjection = (book: ReportBook): Projection<KeptEventTables> =>
  eventsInMemoryProjection({
    name: 'report-book',
    version: 1,
    table: 'report_book_event',
    types: reportBookEventTypes,
    memory: book,
    empty: () => new ReportBook(),
    take: (one, event) => one.apply(event),
  });
