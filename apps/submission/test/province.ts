import type { CommandBus } from '@nestjs/cqrs';
import {
  CommandExecutor,
  FeedReader,
  fixedClock,
  inMemoryEventStore,
  projectionHandler,
  storeFeed,
} from '@thidua/event-sourcing';
import {
  type AchievementEvent,
  type DomainEvent,
  organisationIdOf,
  participationIdOf,
  type RecordedEvent,
  type Role,
} from '@thidua/events';
import {
  campaignProjection,
  type Readers,
  RegistryView,
  type RequestContext,
  type ServicePorts,
} from '@thidua/service';
import type { Kysely } from 'kysely';
import { memoryDatabase } from '../../../packages/event-sourcing/test/memory-database.js';
import {
  AchievementHandler,
  type AchievementOrder,
  RegisterHandler,
  RegisterOrder,
} from '../src/achievement/achievement.handler.js';
import { achievementProjection } from '../src/achievement/achievement.projection.js';
import { AchievementResolver } from '../src/achievement/achievement.resolver.js';
import type { AchievementTables } from '../src/achievement/achievement.rows.js';
import { AchievementChangesResolver } from '../src/achievement/achievement-changes.resolver.js';
import { draftCampaign, drafted, launched, metric, rule } from './campaigns.js';

/** Units as [id, parent, level, where they went on 1 April]: a province, two districts, their communes. */
const units = [
  ['84', undefined, 'province'],
  ['842', '84', 'district'],
  ['847', '84', 'district'],
  ['29242', '842', 'commune'],
  ['29245', '842', 'commune'],
  ['29374', '847', 'commune'],
  ['ward 2', '842', 'commune', [['29242', 'FULL']]],
  [
    'split',
    '842',
    'commune',
    [
      ['29242', 'PARTIAL'],
      ['29245', 'PARTIAL'],
    ],
  ],
] as const;

export const committee = (unitId: string): string => organisationIdOf(unitId, 'FRONT_COMMITTEE');
export const youth = (unitId: string): string => organisationIdOf(unitId, 'YOUTH');

/** Everybody's id says their role and where: `HEAD@842`, and of the youth of the other district `YOUTH HEAD@29374`. */
const roles: readonly Role[] = ['CLERK', 'HEAD', 'REVIEWER', 'ANALYST', 'ADMIN'];

const organisation = (orgType: string, unitId: string, level: string): DomainEvent => ({
  type: 'OrganisationEstablished.v1',
  data: {
    ...{ orgId: organisationIdOf(unitId, orgType), orgType, level, unitId, nameVi: `${orgType} ${unitId}` },
    ...{ validFrom: '2022-01-01', predecessorOrgIds: [] },
  },
});
const officer = (userId: string, orgId: string, role: Role): DomainEvent => ({
  type: 'OfficerAppointed.v1',
  data: { orgId, appointmentId: userId, userId, role, validFrom: '2022-01-01' },
});

const registryEvents: readonly DomainEvent[] = [
  ...units.map(([unitId, parentUnitId, level]) => ({
    type: 'UnitRegistered.v1',
    data: { unitId, level, type: level, nameVi: `Xã ${unitId}`, validFrom: '2022-01-01', parentUnitId },
  })),
  ...units.flatMap(([unitId, , , successors]) =>
    successors
      ? [
          {
            type: 'UnitDissolved.v1',
            data: {
              ...{ unitId, validFrom: '2022-04-01' },
              successors: successors.map(([to, coverage]) => ({ unitId: to, coverage })),
            },
          },
        ]
      : [],
  ),
  ...units.map(([unitId, , level]) => organisation('FRONT_COMMITTEE', unitId, level)),
  ...units.flatMap(([unitId]) => roles.map((role) => officer(`${role}@${unitId}`, committee(unitId), role))),
  organisation('YOUTH', '29374', 'commune'),
  ...roles.map((role) => officer(`YOUTH ${role}@29374`, youth('29374'), role)),
];

const plan = draftCampaign({
  rules: [rule({ orgType: 'FRONT_COMMITTEE', levels: ['province', 'district', 'commune'] })],
  metrics: [metric(), metric('people', { combine: 'DISTINCT' })],
});

/** What the mutations of one achievement take. */
export interface Province {
  readonly achievements: AchievementResolver;
  readonly changes: AchievementChangesResolver;
  readonly view: RegistryView;
  readonly database: Kysely<AchievementTables>;
  readonly executor: CommandExecutor;
  /** Statements that the read models ran since it was asked last. */
  statements(): number;
  /** Adds events to the stream of an achievement or a participation, as if others had done so. */
  happens(stream: string, ...events: readonly DomainEvent[]): Promise<void>;
  /** The organisation of a commune takes no part any more. */
  leaves(orgId: string): Promise<void>;
  log(): Promise<readonly RecordedEvent[]>;
  caughtUp(): Promise<void>;
  close(): Promise<void>;
}

export const campaignId = 'tra-vinh-2022';

export const asking = (userId: string): RequestContext => ({
  viewer: { userId },
  actingAs: null,
  language: 'en',
  minReceipt: null,
});

/** The achievements of a province over a log in memory, under a launched campaign, on 1 May 2022; no process runs. */
export const openProvince = async (): Promise<Province> => {
  const clock = fixedClock('2022-05-01T09:00:00+07:00');
  const store = inMemoryEventStore({ clock });
  const feed = storeFeed(store);
  const executor = new CommandExecutor(store);
  const view = new RegistryView(clock);
  for (const [index, event] of registryEvents.entries()) {
    view.apply({ ...event, position: index + 1, revision: index } as RecordedEvent);
  }
  view.follow({
    caughtUp: async () => 'passed',
    status: () => ({ checkpoint: { position: registryEvents.length } }),
  } as unknown as FeedReader);

  let ran = 0;
  const database = memoryDatabase<AchievementTables>({
    transformQuery: ({ node }) => node,
    // Once a statement: a query may be transformed in parts, and its result comes once.
    transformResult: async ({ result }) => {
      ran += 1;
      return result;
    },
  });
  const following = [
    new FeedReader(feed, projectionHandler(campaignProjection('submission'), database as never)),
    new FeedReader(feed, projectionHandler(achievementProjection, database)),
  ];
  for (const reader of following) await reader.start();
  const caughtUp = async () => {
    for (const reader of following) await reader.caughtUp(2000);
  };
  const readers = { reach: (receipt: number | null) => (receipt === null ? Promise.resolve() : caughtUp()) };
  const ports = { store, feed, executor, registryView: view, clock, readModels: database } as unknown as ServicePorts;
  const [register, change] = [new RegisterHandler(ports), new AchievementHandler(ports)];
  const bus = {
    execute: (order: RegisterOrder | AchievementOrder) =>
      order instanceof RegisterOrder ? register.execute(order) : change.execute(order),
  } as unknown as CommandBus;

  let sent = 0;
  const happens = async (stream: string, ...events: readonly DomainEvent[]) => {
    sent += 1;
    const actor = { userId: 'somebody', orgId: null, role: null, appointmentId: null };
    const ids = { commandId: `setup-${sent}`, inputHash: 'h', correlationId: 'c', causationId: null };
    const expectedRevision = (await store.readStream(stream, 0, 1000)).length - 1;
    const outcome = await store.append({
      envelope: { actor, via: null, ...ids, synthetic: false },
      streams: [{ stream, expectedRevision, events }],
    });
    if (outcome.kind !== 'appended') throw new Error(outcome.kind);
    await caughtUp();
  };
  const issued = plan.details.issuerOrgId;
  const own = (event: DomainEvent) =>
    JSON.parse(JSON.stringify(event).replaceAll(issued, committee('84'))) as DomainEvent;
  await happens(`campaign-${campaignId}`, ...[...drafted(plan), launched()].map(own));
  return {
    achievements: new AchievementResolver(ports, readers as unknown as Readers),
    changes: new AchievementChangesResolver(ports, bus),
    ...{ view, database, executor, happens, caughtUp },
    statements: () => {
      const before = ran;
      ran = 0;
      return before;
    },
    leaves: (orgId) =>
      happens(`participation-${participationIdOf(campaignId, orgId)}`, {
        type: 'ParticipationWithdrawn.v1',
        data: { campaignId, orgId, unitId: 'u', reason: 'x' },
      }),
    log: () => store.readAll(0, 10_000),
    async close() {
      for (const reader of following) await reader.stop();
      await database.destroy();
    },
  };
};

/** Events of an achievement under another id, of another owner. */
export const ownedBy = (
  achievementId: string,
  unitId: string,
  events: readonly AchievementEvent[],
): readonly DomainEvent[] =>
  events.map((event) => {
    const text = JSON.stringify(event)
      .replaceAll('"road"', JSON.stringify(achievementId))
      .replaceAll('"commune-committee"', JSON.stringify(committee(unitId)))
      .replaceAll('"commune"', JSON.stringify(unitId))
      .replaceAll('"district-committee"', JSON.stringify(committee(unitId === '29374' ? '847' : '842')));
    return JSON.parse(text) as DomainEvent;
  });
