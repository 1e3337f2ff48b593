import type { FeedReader } from '@thidua/event-sourcing';
import type { ReportBook } from '@thidua/reporting';
import type { ServicePorts } from '@thidua/service';
import { answerWaitMs, campaignsOver } from '../campaign/campaign-standing.js';
import type { DutyQuestions } from './duties.js';

/** What duties are worked out from: the registry view, campaigns as the log has them, and the book of reports. */
export const dutyQuestionsOver = (
  ports: ServicePorts,
  book: ReportBook,
  readers: { readonly campaigns: FeedReader; readonly book: FeedReader },
): DutyQuestions => ({
  ...campaignsOver(ports, readers.campaigns),
  async known(since) {
    await ports.registryView.reach(since, answerWaitMs);
    if ((await readers.book.passed(since, answerWaitMs)) === 'lagging') {
      throw new Error(`the reports of ${since} are not read yet`);
    }
    return { registry: ports.registryView, book };
  },
});
