import { Inject } from '@nestjs/common';
import { Args, Context, Parent, Query, ResolveField, ResolveReference, Resolver } from '@nestjs/graphql';
import { mayReadWork, readsApprovedOnly } from '@thidua/authority';
import type { Duty } from '@thidua/reporting';
import {
  actingIn,
  connectionOf,
  emptyPage,
  organisationName,
  type PageArgs,
  type PayloadValue,
  PORTS,
  pageSizeOf,
  READERS,
  type Readers,
  type RequestContext,
  readBack,
  type ServicePorts,
  type StoredCampaign,
  standingOf,
} from '@thidua/service';
import { campaignValue } from '../campaign/campaign.values.js';
import { campaignLoader } from '../campaign/campaign-loader.js';
import { type ReportValue, reportValue } from './report.values.js';
import { campaignOf, roundOf, waitingFinalIn, workOf } from './report-access.js';
import { allowedActions } from './report-actions.js';
import { REPORTS, type Reports } from './report-book.js';
import { cursorKey, isMissing, placeBehind, type ReportFilter, reportsBehind, selectionFor } from './report-list.js';
import { ReportMoments } from './report-moment.js';
import { type ReportReading, readingOf } from './report-reading.js';

interface ReportsArgs extends PageArgs {
  readonly filter: ReportFilter;
  readonly minReceipt?: number | null;
}

@Resolver('Report')
export class ReportResolver {
  private readonly moments: ReportMoments;

  constructor(
    @Inject(PORTS) private readonly ports: ServicePorts,
    @Inject(READERS) readers: Readers,
    @Inject(REPORTS) private readonly sources: Reports,
  ) {
    this.moments = new ReportMoments(ports, readers);
  }

  @Query('report')
  async report(
    @Args('id') id: string,
    @Args('minReceipt') minReceipt: number | undefined,
    @Context() context: RequestContext,
  ) {
    const reading = await this.reading(minReceipt ?? null, context);
    const standing = standingOf(context, this.ports.registryView);
    const acting = actingIn(standing);
    const duty = reading.duty(id);
    if (!duty || !acting || !mayReadWork(acting, workOf(duty), standing.world)) return null;
    const campaign = await campaignLoader(context, this.ports).load(duty.campaignId);
    return campaign && this.shownAs(duty, campaign, reading, context);
  }

  @ResolveReference()
  reference({ id }: { id: string }, context: RequestContext) {
    return this.report(id, context.minReceipt ?? undefined, context);
  }

  @Query('reports')
  async reports(@Args() { filter, minReceipt, ...page }: ReportsArgs, @Context() context: RequestContext) {
    const reading = await this.reading(minReceipt ?? null, context);
    const size = pageSizeOf(page);
    const behind = placeBehind(page);
    const standing = standingOf(context, this.ports.registryView);
    const acting = actingIn(standing);
    const shows = acting && selectionFor(acting, standing.world, filter);
    const campaign = await campaignLoader(context, this.ports).load(filter.campaign);
    if (!shows || !campaign) return emptyPage;
    const nowMs = this.ports.clock.now();
    const dated = reading
      .dutiesOf(filter.campaign)
      .filter(shows)
      .map((duty) => ({ duty, dueBeforeMs: Date.parse(reading.dueBefore(duty)) }));
    const rows = filter.missing === true ? dated.filter((row) => isMissing(row, nowMs)) : dated;
    return connectionOf(reportsBehind(rows, behind, size + 1), size, cursorKey, ({ duty }) =>
      this.shownAs(duty, campaign, reading, context),
    );
  }

  @ResolveField('campaign')
  async campaign(@Parent() { duty }: ReportValue, @Context() context: RequestContext) {
    const { registryView } = this.ports;
    const campaign = await campaignLoader(context, this.ports).load(duty.campaignId);
    return (
      campaign &&
      campaignValue(campaign, context.language, (orgId) => organisationName(registryView, orgId, registryView.today()))
    );
  }

  @ResolveField('allowed')
  async allowed(@Parent() { duty, dueBefore }: ReportValue, @Context() context: RequestContext) {
    const { registryView, clock } = this.ports;
    const standing = standingOf(context, registryView);
    const acting = actingIn(standing);
    if (!acting) return [];
    const campaign = await campaignOf(this.ports, duty);
    const { today, world } = standing;
    const round = roundOf(this.sources, duty);
    const finalWaits = waitingFinalIn(this.sources, duty, round);
    const now = new Date(clock.now()).toISOString();
    return allowedActions(
      { duty, round, dueBefore, finalWaits, campaign, today, now, acting, world },
      context.language,
    );
  }

  /** Waits until a report can be read as of a receipt; refuses as PROJECTION_LAGGING after 2 s. */
  reach(receipt: number): Promise<void> {
    return this.moments.reach(receipt);
  }

  private async reading(minReceipt: number | null, context: RequestContext): Promise<ReportReading> {
    await this.moments.reach(minReceipt);
    return readingOf(context, { ...this.sources, view: this.ports.registryView }, this.moments.now());
  }

  private shownAs(duty: Duty, campaign: StoredCampaign, reading: ReportReading, context: RequestContext) {
    const { registryView: view, clock } = this.ports;
    const { language } = context;
    const acceptedOnly = () => {
      const standing = standingOf(context, view);
      const acting = actingIn(standing);
      return !acting || readsApprovedOnly(acting);
    };
    return reportValue(duty, { campaign, reading, language, view, nowMs: clock.now(), acceptedOnly });
  }
}

/** What a mutation changed, read only where it was asked for. */
@Resolver('ReportPayload')
export class ReportPayloadResolver {
  constructor(private readonly reports: ReportResolver) {}

  @ResolveField('report')
  changed(@Parent() { receipt, reportId }: PayloadValue & { reportId: string }, @Context() context: RequestContext) {
    return readBack(
      receipt,
      (one) => this.reports.reach(one),
      () => this.reports.report(reportId, undefined, context),
    );
  }
}
