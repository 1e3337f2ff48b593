import { Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import {
  type CampaignTables,
  campaignReadable,
  connectionOf,
  keyOf,
  organisationName,
  type PageArgs,
  type PayloadValue,
  PORTS,
  pageSizeOf,
  READERS,
  type Readers,
  type ReasonInput,
  type RegistryView,
  type RequestContext,
  readBack,
  runMutation,
  type ServicePorts,
  standingOf,
} from '@thidua/service';
import type { Kysely } from 'kysely';
import { type CampaignChange, CampaignOrder, campaignIdOf } from './campaign.handler.js';
import type {
  CampaignAmendInput,
  CampaignLaunchInput,
  CampaignSummariseInput,
  ReportingLineInput,
  RoundRescheduleInput,
} from './campaign.inputs.js';
import { campaignsBefore } from './campaign.queries.js';
import { campaignValue } from './campaign.values.js';
import { campaignLoader, readableCampaignById } from './campaign-loader.js';
import type { CampaignPlanInput } from './campaign-plan.js';
import { campaignNamedBy } from './campaign-steps.js';

@Resolver('CampaignPayload')
export class CampaignResolver {
  private readonly view: RegistryView;

  constructor(
    @Inject(PORTS) private readonly ports: ServicePorts,
    @Inject(READERS) private readonly readers: Readers,
    private readonly commands: CommandBus,
  ) {
    this.view = ports.registryView;
  }

  @Query('campaign')
  async campaign(
    @Args('id') id: string,
    @Args('minReceipt') minReceipt: number | undefined,
    @Context() context: RequestContext,
  ) {
    await this.readers.reach(minReceipt ?? null);
    return this.read(id, context);
  }

  @Query('campaigns')
  async campaigns(@Args() page: PageArgs & { minReceipt?: number }, @Context() context: RequestContext) {
    await this.readers.reach(page.minReceipt ?? null);
    const size = pageSizeOf(page);
    const key = keyOf(page.after, 1);
    const rows = await campaignsBefore(
      this.ports.readModels as Kysely<CampaignTables>,
      key === null ? null : Number(key[0]),
    );
    const standing = standingOf(context, this.view);
    const readable = rows.filter((campaign) => campaignReadable(campaign, standing));
    return connectionOf(
      readable.slice(0, size + 1),
      size,
      ({ position }) => [position],
      (campaign) => campaignValue(campaign, context.language, (orgId) => this.organisation(orgId)),
    );
  }

  @Mutation('campaignDraft')
  draft(@Args('input') input: CampaignPlanInput, @Context() context: RequestContext) {
    return this.run({ operation: 'campaignDraft', input }, context);
  }

  @Mutation('campaignLaunch')
  launch(@Args('input') input: CampaignLaunchInput, @Context() context: RequestContext) {
    return this.run({ operation: 'campaignLaunch', input }, context);
  }

  @Mutation('campaignAmend')
  amend(@Args('input') input: CampaignAmendInput, @Context() context: RequestContext) {
    return this.run({ operation: 'campaignAmend', input }, context);
  }

  @Mutation('campaignSuspend')
  suspend(@Args('input') input: ReasonInput, @Context() context: RequestContext) {
    return this.run({ operation: 'campaignSuspend', input }, context);
  }

  @Mutation('campaignResume')
  resume(@Args('input') input: ReasonInput, @Context() context: RequestContext) {
    return this.run({ operation: 'campaignResume', input }, context);
  }

  @Mutation('campaignCloseReporting')
  closeReporting(@Args('input') input: ReasonInput, @Context() context: RequestContext) {
    return this.run({ operation: 'campaignCloseReporting', input }, context);
  }

  @Mutation('campaignClose')
  close(@Args('input') input: ReasonInput, @Context() context: RequestContext) {
    return this.run({ operation: 'campaignClose', input }, context);
  }

  @Mutation('campaignCancel')
  cancel(@Args('input') input: ReasonInput, @Context() context: RequestContext) {
    return this.run({ operation: 'campaignCancel', input }, context);
  }

  @Mutation('roundReschedule')
  reschedule(@Args('input') input: RoundRescheduleInput, @Context() context: RequestContext) {
    return this.run({ operation: 'roundReschedule', input }, context);
  }

  @Mutation('reportingLineSet')
  setReportingLine(@Args('input') input: ReportingLineInput, @Context() context: RequestContext) {
    return this.run({ operation: 'reportingLineSet', input }, context);
  }

  @Mutation('campaignSummarise')
  summarise(@Args('input') input: CampaignSummariseInput, @Context() context: RequestContext) {
    return this.run({ operation: 'campaignSummarise', input }, context);
  }

  @ResolveField('campaign')
  changed(@Parent() payload: PayloadValue & { campaignId: string }, @Context() context: RequestContext) {
    const { receipt, campaignId } = payload;
    return readBack(
      receipt,
      (one) => this.readers.reach(one),
      () => {
        // Another mutation of this request may have read it before.
        campaignLoader(context, this.ports).clear(campaignId);
        return this.read(campaignId, context);
      },
    );
  }

  private async read(id: string, context: RequestContext) {
    const campaign = await readableCampaignById(id, context, this.ports);
    return campaign && campaignValue(campaign, context.language, (orgId) => this.organisation(orgId));
  }

  private organisation(orgId: string) {
    return organisationName(this.view, orgId, this.view.today());
  }

  private async run(change: CampaignChange, context: RequestContext) {
    const { operation, input } = change;
    const changes = change.operation !== 'campaignDraft';
    let campaignId = change.operation === 'campaignDraft' ? null : campaignNamedBy(change)[0];
    const payload = await runMutation(this.ports, context, operation, input, { changes }, (caller) => {
      campaignId ??= campaignIdOf(caller.meta.commandId);
      return this.commands.execute(new CampaignOrder(change, caller));
    });
    return { ...payload, campaignId: payload.userErrors.length > 0 ? null : campaignId };
  }
}
