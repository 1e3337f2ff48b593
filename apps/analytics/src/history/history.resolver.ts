import { Inject } from '@nestjs/common';
import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import { isAuditor, unitsAudited } from '@thidua/authority';
import type { Position } from '@thidua/events';
import {
  actingIn,
  type CampaignTables,
  campaignReadable,
  campaignsById,
  connectionOf,
  emptyPage,
  keyOf,
  type PageArgs,
  PORTS,
  pageSizeOf,
  projectionLagging,
  READERS,
  type Readers,
  type RequestContext,
  type ServicePorts,
  type Standing,
  standingOf,
  storedCampaign,
  waitMsMax,
} from '@thidua/service';
import type { Kysely } from 'kysely';
import { type AsOfInput, settleAsOf } from '../moments/as-of.js';
import type { MomentTables } from '../moments/moments.projection.js';
import { type EventSelection, eventsAfter, historyAfter } from './history.queries.js';
import type { EntryRow, HistoryTables } from './history.rows.js';
import { type HistoryEntryValue, historyEntry } from './history-entry.values.js';
import { loggedEvents } from './logged-events.js';
import { readableHistory } from './readable-subject.js';

interface HistoryArgs extends PageArgs {
  readonly subject: string;
  readonly asOf?: AsOfInput | null;
  readonly minReceipt?: number | null;
}

interface EventsArgs {
  readonly filter?: {
    readonly types?: readonly string[] | null;
    readonly campaign?: string | null;
    readonly actor?: string | null;
    readonly from?: string | null;
    readonly to?: string | null;
    readonly subject?: string | null;
  } | null;
  readonly first?: number | null;
  readonly after?: Position | null;
  readonly minReceipt?: number | null;
}

const pageSizeDefault = 50;

@Resolver('HistoryConnection')
export class HistoryResolver {
  private readonly entries: Kysely<HistoryTables>;
  private readonly campaigns: Kysely<CampaignTables>;

  constructor(
    @Inject(PORTS) private readonly ports: ServicePorts,
    @Inject(READERS) private readonly readers: Readers,
  ) {
    this.entries = ports.readModels as Kysely<HistoryTables>;
    this.campaigns = ports.readModels as Kysely<CampaignTables>;
  }

  @Query('history')
  async history(@Args() args: HistoryArgs, @Context() context: RequestContext) {
    const size = pageSizeOf(args, pageSizeDefault);
    const key = keyOf(args.after, 1);
    const standing = await this.standing(args, context);
    const freshness = this.readers.freshness();
    const selection = await readableHistory(this.entries, this.campaigns, args.subject, standing);
    const knownUpTo = await this.knownUpTo(args.asOf, Number(freshness.position));
    if (!selection) return { ...emptyPage, freshness };
    const page = { after: key === null ? 0 : Number(key[0]), knownUpTo, limit: size + 1 };
    const rows = await historyAfter(this.entries, selection, page);
    const shown = await this.tell(rows.slice(0, size), standing, context);
    const nodeOf = ({ position }: EntryRow) => shown.get(position);
    return { ...connectionOf(rows, size, ({ position }) => [position], nodeOf), freshness };
  }

  @Query('events')
  async events(@Args() { filter, first, after, minReceipt }: EventsArgs, @Context() context: RequestContext) {
    const size = pageSizeOf({ first: first ?? null }, pageSizeDefault);
    const standing = await this.standing({ minReceipt: minReceipt ?? null }, context);
    const freshness = this.readers.freshness();
    const acting = actingIn(standing);
    if (!isAuditor(acting)) return { ...emptyPage, freshness };
    const selection: EventSelection = {
      unitIds: unitsAudited(acting, standing.world),
      campaignIds: await this.campaignsRead(standing),
      types: filter?.types ?? null,
      campaignId: filter?.campaign ?? null,
      userId: filter?.actor ?? null,
      from: filter?.from ?? null,
      to: filter?.to ?? null,
      subjectId: filter?.subject ?? null,
    };
    const page = { after: after ?? 0, knownUpTo: Number(freshness.position), limit: size + 1 };
    const rows = await eventsAfter(this.entries, selection, page);
    const shown = await this.tell(rows.slice(0, size), standing, context);
    const edges = rows.slice(0, size).map(({ position }) => ({ cursor: String(position), node: shown.get(position) }));
    const pageInfo = { hasNextPage: rows.length > size, endCursor: edges.at(-1)?.cursor ?? null };
    return { edges, pageInfo, freshness };
  }

  /** Who asks, judged by the registry as it stands now. */
  private async standing(
    { minReceipt }: { readonly minReceipt?: number | null },
    context: RequestContext,
  ): Promise<Standing> {
    const { registryView } = this.ports;
    await this.readers.reach(minReceipt ?? null);
    if ((await registryView.caughtUp(waitMsMax)) === 'lagging') throw projectionLagging(registryView.position);
    return standingOf(context, registryView);
  }

  private async knownUpTo(asOf: AsOfInput | null | undefined, head: Position): Promise<Position> {
    const today = { periodStart: this.ports.registryView.today(), head, nowMs: this.ports.clock.now() };
    return (await settleAsOf(this.ports.readModels as Kysely<MomentTables>, asOf ?? {}, today)).knownUpToPosition;
  }

  private async campaignsRead(standing: Standing): Promise<readonly string[]> {
    const rows = await this.campaigns.selectFrom('campaign').selectAll().execute();
    return rows
      .map(storedCampaign)
      .filter((campaign) => campaignReadable(campaign, standing))
      .map(({ campaignId }) => campaignId);
  }

  /** The entries of a page by their positions. */
  private async tell(
    rows: readonly EntryRow[],
    standing: Standing,
    { language }: RequestContext,
  ): Promise<ReadonlyMap<Position, HistoryEntryValue>> {
    const { registryView: view, store } = this.ports;
    const ids = [...new Set(rows.flatMap(({ campaign_id }) => campaign_id ?? []))];
    const campaigns = new Map(
      (await campaignsById(this.campaigns, ids)).flatMap((one) => (one ? [[one.campaignId, one]] : [])),
    );
    const telling = { standing, view, language, campaignOf: (id: string) => campaigns.get(id) ?? null };
    const events = await loggedEvents(
      store,
      rows.map(({ position }) => position),
    );
    return new Map(
      rows.flatMap((row, index) => {
        const event = events[index];
        return event ? [[row.position, historyEntry(row, event, telling)] as const] : [];
      }),
    );
  }
}
