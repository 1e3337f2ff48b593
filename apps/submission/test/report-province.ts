import type { CommandBus } from '@nestjs/cqrs';
import {
  CommandExecutor,
  FeedReader,
  fixedClock,
  inMemoryEventStore,
  projectionHandler,
  storeFeed,
} from '@thidua/event-sourcing';
import { type DomainEvent, type RecordedEvent, type Role, reportIdOf } from '@thidua/events';
import {
  campaignProjection,
  Readers,
  RegistryView,
  type RequestContext,
  registryViewProjection,
  type ServicePorts,
} from '@thidua/service';
import { memoryDatabase } from '../../../packages/event-sourcing/test/memory-database.js';
import { ReportHandler, type ReportOrder } from '../src/report/report.handler.js';
import { ReportResolver } from '../src/report/report.resolver.js';
import { newReports } from '../src/report/report-book.js';
import { reportBookProjection } from '../src/report/report-book.projection.js';
import { ReportChangesResolver } from '../src/report/report-changes.resolver.js';
import { basics, board, committee, launchedCampaign } from './duty-world.js';

const campaignId = 'tra-vinh-2022';
export const orgOf = (unitId: string): string => (unitId.includes('-') ? board(unitId) : committee(unitId));
/** Who reports to whom in the shared province: hamlets to 29242, that to 842, that to 84. */
const receivers: Readonly<Record<string, string>> = {
  '29242-01': '29242',
  '29242-02': '29242',
  29242: '842',
  842: '84',
};
export const reportOf = (unitId: string, roundCode: string): string => reportIdOf(campaignId, orgOf(unitId), roundCode);

const roles: readonly Role[] = ['CLERK', 'HEAD', 'OFFICE', 'REVIEWER', 'ANALYST', 'ADMIN'];
/** Everybody's id says their role and where: `HEAD@842`. */
const officers = ['84', '842', '29242', '29242-01', '29242-02'].flatMap((unitId) =>
  roles.map((role) => ({
    type: 'OfficerAppointed.v1',
    data: { orgId: orgOf(unitId), ...{ appointmentId: `${role}@${unitId}`, userId: `${role}@${unitId}`, role } },
  })),
);

export const asking = (userId: string, language: 'vi' | 'en' = 'en'): RequestContext => ({
  ...{ viewer: { userId }, actingAs: null, language, minReceipt: null },
});

const owed = (unitId: string, roundCode: string): DomainEvent => {
  const receiver = receivers[unitId];
  const about = { reportId: reportOf(unitId, roundCode), campaignId, roundCode, orgId: orgOf(unitId), unitId };
  return {
    type: 'ReportExpected.v1',
    data: { ...about, takesOverOrgIds: [], ...(receiver !== undefined && { receiverOrgId: orgOf(receiver) }) },
  };
};

/** Reports of a launched campaign over a log in memory, with all readers that they need; no process runs. */
export const openReports = async () => {
  const clock = fixedClock('2022-06-01T08:00:00+07:00');
  const store = inMemoryEventStore({ clock });
  const feed = storeFeed(store);
  const executor = new CommandExecutor(store);
  const registryView = new RegistryView(clock);
  const readModels = memoryDatabase<never>();
  const viewReader = new FeedReader(feed, projectionHandler(registryViewProjection(registryView), readModels as never));
  registryView.follow(viewReader);
  const ports = { store, feed, executor, registryView, clock, readModels } as unknown as ServicePorts;
  const reports = newReports(ports);
  const readers = new Readers(feed, [
    projectionHandler(campaignProjection('submission'), readModels as never),
    projectionHandler(reportBookProjection(reports.book), readModels as never),
  ]);
  await viewReader.start();
  await readers.start();
  const handler = new ReportHandler(ports, readers, reports);
  const bus = { execute: (order: ReportOrder) => handler.execute(order) } as unknown as CommandBus;

  let sent = 0;
  const append = async (stream: string, ...events: readonly DomainEvent[]) => {
    sent += 1;
    const actor = { userId: 'somebody', orgId: null, role: null, appointmentId: null };
    const ids = { commandId: `setup-${sent}`, inputHash: 'h', correlationId: 'c', causationId: null };
    const expectedRevision = (await store.readStream(stream, 0, 1000)).length - 1;
    const outcome = await store.append({
      envelope: { actor, via: null, ...ids, synthetic: false },
      streams: [{ stream, expectedRevision, events }],
    });
    if (outcome.kind !== 'appended') throw new Error(outcome.kind);
  };
  const happens = async (stream: string, ...events: readonly DomainEvent[]) => {
    await append(stream, ...events);
    await readers.caughtUp(2000);
    await viewReader.caughtUp(2000);
  };
  const dated = (event: DomainEvent): DomainEvent => ({
    ...event,
    data: { ...(event.data as object), validFrom: '2022-01-01' },
  });
  await happens('registry-all', ...basics, ...officers.map(dated));
  await happens(`campaign-${campaignId}`, ...launchedCampaign);
  return {
    ...{ clock, append, happens, reports },
    /** From here on the reports of this service are read no further; the registry is. */
    stopReading: () => readers.stop(),
    resolver: new ReportResolver(ports, readers, reports),
    changes: new ReportChangesResolver(ports, bus),
    /** These are owed. */
    async owe(...duties: readonly (readonly [unitId: string, roundCode: string])[]) {
      for (const [unitId, round] of duties) await happens(`report-${reportOf(unitId, round)}`, owed(unitId, round));
    },
    log: (): Promise<readonly RecordedEvent[]> => store.readAll(0, 10_000),
    async caughtUp() {
      await readers.caughtUp(2000);
      await viewReader.caughtUp(2000);
    },
    async close() {
      await readers.stop();
      await viewReader.stop();
      await readModels.destroy();
    },
  };
};
export type ReportProvince = Awaited<ReturnType<typeof openReports>>;
