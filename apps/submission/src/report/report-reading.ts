import type { Position } from '@thidua/events';
import type { DraftFigures, Duty, ReportDifference, Staleness, Which } from '@thidua/reporting';
import { type OrganisationNameValue, organisationName, type RegistryView, type RequestContext } from '@thidua/service';
import type { Reports } from './report-book.js';
import type { KnownMoment } from './report-moment.js';

/** What reports are read from: what is owed and was sent, and the figures that follow. */
export interface ReportSources extends Reports {
  readonly view: RegistryView;
}

const readings = new WeakMap<RequestContext, Map<Position, ReportReading>>();

/** The reading of a request at a moment: fields that ask for the same share it. */
export const readingOf = (context: RequestContext, sources: ReportSources, moment: KnownMoment): ReportReading => {
  const ofRequest = readings.get(context) ?? new Map<Position, ReportReading>();
  readings.set(context, ofRequest);
  return kept(ofRequest, moment.position, () => new ReportReading(sources, moment));
};

/** Reports as known at one moment: whatever is derived is derived once, however many fields ask. */
export class ReportReading {
  private readonly drafts = new Map<string, DraftFigures>();
  private readonly stalenesses = new Map<string, Staleness>();
  private readonly differing = new Map<string, readonly ReportDifference[]>();
  private readonly names = new Map<string, OrganisationNameValue | null>();

  constructor(
    private readonly sources: ReportSources,
    readonly moment: KnownMoment,
  ) {}

  duty(reportId: string): Duty | null {
    return this.sources.book.duty(reportId, this.moment.position);
  }

  dutiesOf(campaignId: string): readonly Duty[] {
    return this.sources.book.dutiesOf(campaignId, this.moment.position);
  }

  /** Until when it is on time, exclusive, as known at this moment. */
  dueBefore(duty: Duty): string {
    return this.sources.book.dueBefore(duty, this.moment.position);
  }

  draft(reportId: string): DraftFigures {
    return kept(this.drafts, reportId, () => this.sources.figures.draft(reportId, this.moment));
  }

  staleness(reportId: string, which: Which): Staleness {
    const key = JSON.stringify([reportId, which]);
    return kept(this.stalenesses, key, () => this.sources.figures.staleness(reportId, which, this.moment));
  }

  differences(reportId: string, which: Which): readonly ReportDifference[] {
    const key = JSON.stringify([reportId, which]);
    return kept(this.differing, key, () => this.sources.figures.differences(reportId, which, this.moment));
  }

  /** An organisation as it is called today. */
  nameOf(orgId: string): OrganisationNameValue | null {
    const { view } = this.sources;
    return kept(this.names, orgId, () => organisationName(view, orgId, view.today()));
  }
}

const kept = <Key, Value>(values: Map<Key, Value>, key: Key, make: () => Value): Value => {
  const before = values.get(key);
  if (before !== undefined) return before;
  const value = make();
  values.set(key, value);
  return value;
};
