import { CommandBus } from '@nestjs/cqrs';
import {
  CommandExecutor,
  FeedReader,
  fixedClock,
  inMemoryEventStore,
  projectionHandler,
  storeFeed,
} from '@thidua/event-sourcing';
import { type DomainEvent, type EventData, organisationIdOf, type RecordedEvent, type Role } from '@thidua/events';
import { type Readers, RegistryView, type RequestContext, type ServicePorts } from '@thidua/service';
import type { Kysely, KyselyPlugin } from 'kysely';
import { memoryDatabase } from '../../../packages/event-sourcing/test/memory-database.js';
import { reviewDecider } from '../src/review/review.decider.js';
import { ReviewHandler, type ReviewOrder } from '../src/review/review.handler.js';
import { reviewIdIn } from '../src/review/review.inputs.js';
import { reviewProjection } from '../src/review/review.projection.js';
import { ReviewResolver } from '../src/review/review.resolver.js';
import type { ReviewTables } from '../src/review/review.rows.js';
import { opening, reportOpening } from './cases.js';

/** Units as [id, parent, level]: a province, two districts, a commune of the first. */
const units = [
  ['84', undefined, 'province'],
  ['842', '84', 'district'],
  ['847', '84', 'district'],
  ['29242', '842', 'commune'],
] as const;

export const committee = (unitId: string): string => organisationIdOf(unitId, 'FRONT_COMMITTEE');

/** Who holds which role where; `former` no longer does. Everybody's id says it. */
const officers: readonly (readonly [userId: string, unitId: string, role: Role, validTo?: string])[] = [
  ['reviewer@842', '842', 'REVIEWER'],
  ['other@842', '842', 'REVIEWER'],
  ['third@842', '842', 'REVIEWER'],
  ['former@842', '842', 'REVIEWER', '2022-04-30'],
  ['head@842', '842', 'HEAD'],
  ['clerk@842', '842', 'CLERK'],
  ['reviewer@847', '847', 'REVIEWER'],
  ['reviewer@29242', '29242', 'REVIEWER'],
  ['head@29242', '29242', 'HEAD'],
];

const registryEvents: readonly DomainEvent[] = [
  ...units.map(([unitId, parentUnitId, level]) => ({
    type: 'UnitRegistered.v1',
    data: { unitId, level, type: level, nameVi: `Xã ${unitId}`, validFrom: '2022-01-01', parentUnitId },
  })),
  ...units.map(([unitId, , level]) => ({
    type: 'OrganisationEstablished.v1',
    data: {
      ...{ orgId: committee(unitId), orgType: 'FRONT_COMMITTEE', level, unitId, nameVi: `Ủy ban ${unitId}` },
      ...{ validFrom: '2022-01-01', predecessorOrgIds: [] },
    },
  })),
  ...officers.map(([userId, unitId, role, validTo]) => ({
    type: 'OfficerAppointed.v1',
    data: { orgId: committee(unitId), appointmentId: userId, userId, role, validFrom: '2022-01-01', validTo },
  })),
];

export interface District {
  readonly resolver: ReviewResolver;
  readonly handler: ReviewHandler;
  readonly ports: ServicePorts;
  readonly view: RegistryView;
  readonly database: Kysely<ReviewTables>;
  /** Adds an event of the registry. */
  registers(event: DomainEvent): void;
  /** Opens a case at the committee of 842 about the commune's work. */
  opens(more?: Partial<EventData<'ReviewOpened.v1'>>): Promise<void>;
  /** Opens a case there about the commune's report. */
  opensReport(more?: Partial<EventData<'ReviewOpened.v1'>>): Promise<void>;
  /** Takes over the decision of a case, as another service does; answers the receipt of that. */
  settles(reviewId: string, taken?: DomainEvent): Promise<number>;
  /** All events of the log. */
  log(): Promise<readonly RecordedEvent[]>;
  close(): Promise<void>;
}

export const asking = (userId: string): RequestContext => ({
  viewer: { userId },
  actingAs: null,
  language: 'en',
  minReceipt: null,
});

/** What the achievement's side stores once it has taken a decision over. */
const settlementOf = (reviewId: string): DomainEvent => ({
  type: 'AmendmentRefused.v1',
  data: {
    ...{ submissionNo: 2, reviewId, before: [], after: [], outcome: 'REJECT' },
    subject: {
      ...{ achievementId: 'road', campaignId: 'c', areaCode: '2.1', ownerOrgId: 'o', ownerUnitId: 'u' },
      contributions: [{ orgId: 'o', unitId: 'u', role: 'LEAD', shareBp: 10_000 }],
    },
  },
});

interface Options {
  readonly plugins?: readonly KyselyPlugin[];
  /** Whether decisions are taken over at once; else a test says when. */
  readonly settling?: boolean;
}

/** The review service over a log in memory, at a district with its officers, on 1 May 2022; no process runs. */
export const openDistrict = async ({ plugins = [], settling = false }: Options = {}): Promise<District> => {
  const clock = fixedClock('2022-05-01T09:00:00+07:00');
  const store = inMemoryEventStore({ clock });
  const feed = storeFeed(store);
  const executor = new CommandExecutor(store);
  const view = new RegistryView(clock);
  let position = 0;
  const registers = (event: DomainEvent) => {
    position += 1;
    view.apply({ ...event, position, revision: position } as RecordedEvent);
  };
  for (const event of registryEvents) registers(event);
  view.follow({
    caughtUp: async () => 'passed',
    status: () => ({ checkpoint: { position } }),
  } as unknown as FeedReader);

  const database = memoryDatabase<ReviewTables>(...plugins);
  const reader = new FeedReader(feed, projectionHandler(reviewProjection, database));
  await reader.start();
  const readers = {
    at: () => reader,
    reach: async (receipt: number | null) => {
      if (receipt !== null) await reader.passed(receipt, 2000);
    },
  } as unknown as Readers;
  const ports = { store, feed, executor, registryView: view, clock, readModels: database } as unknown as ServicePorts;
  const handler = new ReviewHandler(ports);
  const bus = {
    async execute(order: ReviewOrder) {
      const outcome = await handler.execute(order);
      const decides = 'submissionNo' in order.change.input && outcome.kind === 'done' && outcome.appended;
      if (settling && decides) await settles(reviewIdIn(order.change));
      return outcome;
    },
  } as unknown as CommandBus;

  let sent = 0;
  const envelope = () => {
    sent += 1;
    const actor = { userId: 'system', orgId: null, role: null, appointmentId: null };
    const ids = { commandId: `setup-${sent}`, inputHash: 'h', correlationId: 'c', causationId: null };
    return { actor, via: null, ...ids, synthetic: false };
  };
  const settles = async (reviewId: string, taken = settlementOf(reviewId)) => {
    const outcome = await store.append({
      envelope: envelope(),
      streams: [{ stream: `achievement-${reviewId}`, expectedRevision: -1, events: [taken] }],
    });
    if (outcome.kind !== 'appended') throw new Error(outcome.kind);
    return outcome.receipt;
  };
  const opensCase = async (
    first: EventData<'ReviewOpened.v1'>,
    more: Partial<EventData<'ReviewOpened.v1'>>,
  ): Promise<void> => {
    const who = { ownerOrgId: committee('29242'), ownerUnitId: '29242', receiverOrgId: committee('842') };
    const data = { ...first, ...who, ...more };
    const command = { type: 'OpenReview', opening: data } as const;
    const outcome = await executor.execute(reviewDecider, data.reviewId, command, {
      ...envelope(),
      expectedRevision: null,
    });
    if (outcome.kind !== 'done') throw new Error(outcome.kind);
    await reader.passed(outcome.receipt ?? 0, 2000);
  };
  return {
    resolver: new ReviewResolver(ports, readers, bus),
    handler,
    ports,
    view,
    database,
    registers,
    opens: (more = {}) => opensCase(opening, more),
    opensReport: (more = {}) => opensCase(reportOpening, more),
    settles,
    log: () => store.readAll(0, 10_000),
    async close() {
      await reader.stop();
    },
  };
};
