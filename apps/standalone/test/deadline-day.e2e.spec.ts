import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { reviewIdOf } from '@thidua/events';
import { openWorld, type World } from './world.js';

// biome-ignore lint/suspicious/noExplicitAny: answers of the graph have no type here.
type Answered = any;

/** What a board or a committee owes. */
interface Owed {
  readonly id: string;
  readonly revision: number;
  readonly reporter: { readonly id: string; readonly unit: { readonly code: string } };
  readonly receiver: { readonly unit: { readonly code: string } };
}

let world: World;
let duties: readonly Owed[];
const versions = new Map<string, string>();

const ask = async (user: string, query: string, variables: object = {}): Promise<Answered> => {
  const context = { viewer: { userId: user }, actingAs: null, language: 'en', minReceipt: null } as const;
  const { data, errors } = await world.house().graph.execute({ query, variables: { ...variables }, context });
  if (errors) throw new Error(`${user}: ${query.slice(0, 100)}: ${JSON.stringify(errors)}`);
  return data;
};

/** Does all of a list, at most so many at a time. */
const inParallel = async <Item>(items: readonly Item[], width: number, work: (item: Item) => Promise<void>) => {
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
};

const owedIn = async (round: string): Promise<readonly Owed[]> => {
  const found: Owed[] = [];
  const query = `query($filter: ReportFilter!, $after: String) { reports(filter: $filter, first: 100, after: $after) {
    edges { node { id revision reporter { id unit { code } } receiver { unit { code } } } } pageInfo { hasNextPage endCursor } } }`;
  for (let after: string | null = null; ; ) {
    const filter = { campaign: world.ids.campaignId, round };
    const { reports }: Answered = await ask('head@84', query, { filter, after });
    found.push(...reports.edges.map(({ node }: Answered) => node));
    if (!reports.pageInfo.hasNextPage) return found;
    after = reports.pageInfo.endCursor;
  }
};

/** The hamlets of the province come to the tree, each with a board that has a head. */
const foundBoards = async () => {
  const hamlets = readFileSync(
    new URL('../../../packages/scenario/data/tra-vinh-hamlets-generated.csv', import.meta.url),
    'utf8',
  );
  const csv = { idempotencyKey: randomUUID(), csv: hamlets, validFrom: '2022-01-01' };
  const take = 'mutation($input: UnitsImportInput!) { unitsImport(input: $input) { imported userErrors { message } } }';
  const { unitsImport } = await ask('admin@84', take, { input: csv });
  if (unitsImport.imported !== 756) throw new Error(JSON.stringify(unitsImport));
  await world.house().drain();
  const codes = hamlets
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',')[0] ?? '');
  await inParallel(codes, 8, async (code) => {
    const { unit } = await ask('admin@84', `{ unit(by: { code: "${code}" }, on: "2022-06-01") { id } }`);
    const board = {
      type: 'FRONT_WORK_BOARD',
      unit: unit.id,
      name: `Ban Công tác Mặt trận ${code}`,
      validFrom: '2022-02-18',
    };
    const { organisationEstablish } = await ask('admin@84', establish, {
      input: { idempotencyKey: randomUUID(), ...board },
    });
    const head = {
      organisation: organisationEstablish.organisation.id,
      userId: `head@${code}`,
      role: 'HEAD',
      validFrom: '2022-02-18',
    };
    await ask('admin@84', appoint, { input: { idempotencyKey: randomUUID(), force: true, ...head } });
  });
  await world.house().drain();
};
const establish = `mutation($input: OrganisationEstablishInput!) {
  organisationEstablish(input: $input) { organisation { id } userErrors { message } } }`;
const appoint = 'mutation($input: OfficerAppointInput!) { officerAppoint(input: $input) { userErrors { message } } }';

beforeAll(async () => {
  world = await openWorld();
  await foundBoards();
  duties = [...(await owedIn('FINAL-HAMLET')), ...(await owedIn('FINAL-COMMUNE'))];
  await world.house().drain();
  world.at('2022-06-08T20:00:00+07:00');
});
afterAll(() => world?.close());

const submit =
  'mutation($input: ReportSubmitInput!) { reportSubmit(input: $input) { receipt userErrors { code message } } }';
const approve =
  'mutation($input: ReviewDecisionInput!) { reviewApprove(input: $input) { settled userErrors { code message } } }';
const waiting = `query { reviewQueue(filter: { subjectTypes: [REPORT], status: [OPEN] }, first: 100) {
  edges { node { id revision submissionNo } } } }`;

it('862 reports are owed by boards and communes to 115 receivers', () => {
  expect(duties).toHaveLength(862);
  expect(new Set(duties.map(({ receiver }) => receiver.unit.code)).size).toBe(115);
});

it('all are sent 64 at a time while their reviewers accept, and nobody meets a conflict', async () => {
  const refused: Answered[] = [];
  let sending = true;
  const send = async ({ id, revision, reporter }: Owed) => {
    const input = { idempotencyKey: randomUUID(), expectedRevision: revision, report: id };
    const { reportSubmit } = await ask(`head@${reporter.unit.code}`, submit, { input });
    refused.push(...reportSubmit.userErrors);
    if (reportSubmit.receipt !== null) versions.set(id, reportSubmit.receipt);
  };
  const accept = async (code: string) => {
    const user = `reviewer@${code}`;
    const expected = duties.filter(({ receiver }) => receiver.unit.code === code).length;
    for (let accepted = 0, rounds = 0; accepted < expected && rounds < 10_000; rounds++) {
      const { reviewQueue } = await ask(user, waiting);
      for (const { node } of reviewQueue.edges) {
        const input = { expectedRevision: node.revision, review: node.id, submissionNo: node.submissionNo };
        const { reviewApprove } = await ask(user, approve, { input: { idempotencyKey: randomUUID(), ...input } });
        refused.push(...reviewApprove.userErrors);
        accepted += 1;
      }
      if (reviewQueue.edges.length === 0) await new Promise((resolve) => setTimeout(resolve, sending ? 2000 : 100));
    }
  };
  const receivers = [...new Set(duties.map(({ receiver }) => receiver.unit.code))];
  const accepting = Promise.all(receivers.map(accept));
  await inParallel(duties, 64, send);
  sending = false;
  await accepting;
  await world.house().drain();
  expect(refused).toEqual([]);
  expect(versions.size).toBe(862);
});

it('every duty has exactly one case, every acknowledged version is in the log and accepted, no process is stuck', async () => {
  const { store, parked } = world.house().stores;
  const counts = new Map<string, number>();
  const count = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);
  for (let after = 0; ; ) {
    const page = await store.readAll(after, 1000);
    if (page.length === 0) break;
    after = page.at(-1)?.position ?? after;
    for (const { type, data } of page) {
      const { reportId, reviewId, subjectType } = data as Answered;
      if (type === 'ReportSubmitted.v1' || type === 'ReportAccepted.v1') count(`${type} ${reportId}`);
      if (type === 'ReviewOpened.v1' && subjectType === 'REPORT') count(`${type} ${reviewId}`);
    }
  }
  const ids = [...versions.keys()];
  const expected = ids.flatMap((id) => [
    `ReportSubmitted.v1 ${id}`,
    `ReportAccepted.v1 ${id}`,
    `ReviewOpened.v1 ${reviewIdOf(id, 1)}`,
  ]);
  expect([...counts.keys()].sort()).toEqual(expected.sort());
  expect(new Set(counts.values())).toEqual(new Set([1]));
  expect(await parked()).toBe(0);
});
