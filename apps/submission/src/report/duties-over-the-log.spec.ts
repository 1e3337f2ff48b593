import { afterEach, describe, expect, it } from '@jest/globals';
import {
  CommandExecutor,
  FeedReader,
  type FollowUp,
  fixedClock,
  inMemoryEventStore,
  type ProcessTables,
  processHandler,
  projectionHandler,
  storeFeed,
} from '@thidua/event-sourcing';
import { type DomainEvent, systemActor } from '@thidua/events';
import { ReportBook } from '@thidua/reporting';
import { campaignProjection, RegistryView, registryViewProjection, type ServicePorts } from '@thidua/service';
import { memoryDatabase } from '../../../../packages/event-sourcing/test/memory-database.js';
import { basics, board, dissolved, established, launchedCampaign, unit } from '../../test/duty-world.js';
import { closeDutiesWhenOrganisationDissolved } from './close-duties-when-organisation-dissolved.process.js';
import { dutyQuestionsOver } from './duty-questions.js';
import { expectReportsWhenCampaignLaunched } from './expect-reports-when-campaign-launched.process.js';
import { expectReportsWhenOrganisationEstablished } from './expect-reports-when-organisation-established.process.js';
import type { CloseDuty, ExpectReport } from './report.commands.js';
import { reportDecider } from './report.decider.js';
import { reportBookProjection } from './report-book.projection.js';

const campaignId = 'tra-vinh-2022';
const started: FeedReader[] = [];
afterEach(async () => {
  for (const reader of started.splice(0)) await reader.stop();
});

/** The processes of duties, each a reader of its own, over a log in memory. */
const openLog = async () => {
  const clock = fixedClock('2022-02-18T08:00:00+07:00');
  const store = inMemoryEventStore({ clock });
  const feed = storeFeed(store);
  const executor = new CommandExecutor(store);
  const registryView = new RegistryView(clock);
  const book = new ReportBook();
  const [readModels, bookRows, processes] = [memoryDatabase(), memoryDatabase(), memoryDatabase<ProcessTables>()];
  const registry = new FeedReader(feed, projectionHandler(registryViewProjection(registryView), memoryDatabase()));
  registryView.follow(registry);
  const campaigns = new FeedReader(feed, projectionHandler(campaignProjection('submission'), readModels as never));
  const reports = new FeedReader(feed, projectionHandler(reportBookProjection(book), bookRows as never));
  const ports = { store, feed, executor, registryView, clock, readModels } as unknown as ServicePorts;
  const ask = dutyQuestionsOver(ports, book, { campaigns, book: reports });
  const alarms: string[] = [];
  const acting = [
    closeDutiesWhenOrganisationDissolved(ask),
    expectReportsWhenOrganisationEstablished(ask),
    expectReportsWhenCampaignLaunched(ask),
  ].map((process) => {
    const send = ({ id, command }: FollowUp<ExpectReport | CloseDuty>, meta: Parameters<typeof executor.execute>[3]) =>
      executor.execute(reportDecider, id, command, meta);
    return new FeedReader(
      feed,
      processHandler({ process, database: processes, send, alarm: (message) => alarms.push(message) }),
    );
  });
  started.push(...acting, reports, campaigns, registry);
  for (const reader of started) await reader.start();

  let appends = 0;
  /** Appends to one stream; each process has answered it, and what followed from that, before it ends. */
  const happens = async (stream: string, ...events: readonly DomainEvent[]) => {
    appends += 1;
    const ids = { commandId: `setup-${appends}`, inputHash: 'h', correlationId: 'c', causationId: null };
    const envelope = { actor: systemActor, via: null, ...ids, synthetic: false };
    const expectedRevision = (await store.readStream(stream, 0, 1000)).length - 1;
    const outcome = await store.append({ envelope, streams: [{ stream, expectedRevision, events }] });
    expect(outcome.kind).toBe('appended');
    let head = -1;
    for (let rounds = 0; head !== (await store.head()); rounds++) {
      expect(rounds).toBeLessThan(20);
      head = await store.head();
      for (const reader of started) expect(await reader.caughtUp(5000)).toBe('passed');
    }
  };
  const owed = () =>
    book
      .dutiesOf(campaignId)
      .filter(({ roundCode }) => roundCode === 'FINAL-HAMLET')
      .map(({ orgId, status, takesOverOrgIds }) => [orgId, status, ...takesOverOrgIds.toSorted()]);
  return { clock, happens, owed, alarms, store };
};

describe('the duties of a commune in which -03 and -04 merge, over the log', () => {
  it('end with their boards; the new one owes the round once, and a hamlet without a board owes nothing', async () => {
    const { clock, happens, owed, alarms, store } = await openLog();
    const hamlets = ['29242-03', '29242-04'].flatMap((unitId) => [unit(unitId), established(unitId)]);
    const [one, two, three, four, merged] = ['-01', '-02', '-03', '-04', '-33'].map((end) => board(`29242${end}`)) as [
      string,
      string,
      string,
      string,
      string,
    ];
    await happens('registry', ...basics, ...hamlets);
    await happens(`campaign-${campaignId}`, ...launchedCampaign);
    const before = [one, two, three, four].map((orgId) => [orgId, 'EXPECTED']);
    expect(owed()).toEqual(before);

    clock.set('2022-04-10T08:00:00+07:00');
    await happens('registry', unit('29242-33', '2022-04-10'));
    await happens(
      'registry',
      established('29242-33', { validFrom: '2022-04-10', from: [three, four] }),
      dissolved(three, '2022-04-10', merged),
      dissolved(four, '2022-04-10', merged),
      unit('29242-05', '2022-06-01'),
    );
    expect(owed()).toEqual([
      ...before.slice(0, 2),
      [three, 'WAIVED'],
      [four, 'WAIVED'],
      [merged, 'EXPECTED', ...[three, four].toSorted()],
    ]);
    const followed = (await store.readAll(0, 1000)).filter(({ via }) => via !== null);
    expect(new Set(followed.map(({ type }) => type))).toEqual(new Set(['ReportExpected.v1', 'ReportWaived.v1']));
    expect(alarms).toEqual([]);
  });
});
