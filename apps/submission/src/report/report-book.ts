import { ReportBook, ReportFigures } from '@thidua/reporting';
import type { ServicePorts } from '@thidua/service';

/** The one book of reports of this service, which its reader moves, and the figures made from it. */
export interface Reports {
  readonly book: ReportBook;
  readonly figures: ReportFigures;
}

/** The injection token of the service's reports. */
export const REPORTS = Symbol('Reports');

export const newReports = ({ registryView }: Pick<ServicePorts, 'registryView'>): Reports => {
  const book = new ReportBook();
  return { book, figures: new ReportFigures(book, registryView) };
};
