import type { Projection } from '@thidua/event-sourcing';
import { dutyBookEventTypes, ReportBook } from '@thidua/reporting';
import { eventsInMemoryProjection, type KeptEventTables } from '@thidua/service';

/** What organisations owe and sent, folded in memory: without approvals, which reports' totals alone need. */
export const reportingProjection = (book: ReportBook): Projection<KeptEventTables> =>
  eventsInMemoryProjection({
    name: 'analytics-reporting',
    version: 1,
    table: 'reporting_event',
    types: dutyBookEventTypes,
    memory: book,
    empty: () => new ReportBook(),
    take: (one, event) => one.apply(event),
  });
