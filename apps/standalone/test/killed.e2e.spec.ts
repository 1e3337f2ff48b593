import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '@thidua/event-sourcing';
import { randomFrom } from '@thidua/event-sourcing/contracts';
import { commandIdOf, type RecordedEvent } from '@thidua/events';
import { demoIds, mutations } from '@thidua/scenario';
import { pino } from 'pino';
import { type Demo, demoSeed } from '../src/demo.js';
import { type House, openHouse } from '../src/house.js';
import type { Answered } from './casebook-world.js';
import { type DemoWorld, openDemoWorld } from './demo-world.js';
import { eventsOf, type Killed, type KillPoint, Lane } from './killed-lane.js';

const demo: Demo = { seed: demoSeed, scope: { districts: ['842'], hamlets: false, members: false } };

/** Two houses side by side: each starts many times, and there is more than one processor. */
const lanes = 2;
const killsInLoad = 10;
const killsInWork = 15;
const msMax = 40;
const mutationsMax = 40;

/** The mutations of the load. */
const sent = mutations(demo.seed, demo.scope).flatMap((step) => {
  if (step.operationName === 'EvidenceUpload') return [];
  const key = step.variables.input.idempotencyKey;
  return [{ key, command: commandIdOf(step.as, key) }];
});
const lastKey = sent.at(-1)?.key ?? '';

/** Steps of the load from its beginning to its end, then any moment of the work that comes after it. */
const killPoints = (seed: number): readonly KillPoint[] => {
  const random = randomFrom(seed);
  const below = (count: number) => Math.floor(random() * count);
  const indexes = Array.from({ length: killsInLoad }, () => below(sent.length - 1)).sort((a, b) => a - b);
  return [
    ...indexes.map((index) => ({ command: sent[index]?.command ?? '', ms: below(msMax) })),
    ...Array.from({ length: killsInWork }, () => ({ mutations: 1 + below(mutationsMax), ms: below(msMax) })),
  ];
};

const killed: Killed[] = [];
const opened: Lane[] = [];
let whole: DemoWorld;

beforeAll(async () => {
  const killAll = async (lane: Lane, seed: number) => {
    // A run that did not end as it should says enough.
    for (const point of killPoints(seed)) {
      const found = await lane.kill(point);
      killed.push(found);
      if (found.ended !== 'SIGKILL') return;
    }
  };
  for (let n = 0; n < lanes; n++) {
    opened.push(new Lane(mkdtempSync(join(tmpdir(), 'thidua-killed-')), demo, lastKey));
  }
  await Promise.all(opened.map((lane, n) => killAll(lane, n)));
  whole = await openDemoWorld(demo.scope, demo.seed);
  // A bound against hanging: 50 starts take their time on a busy machine.
}, 1_800_000);

afterAll(async () => {
  await whole?.close();
  for (const lane of opened) lane.remove();
});

/** Kills at which something is not as it should be. */
const where = (isWrong: (one: Killed) => boolean): readonly Killed[] => killed.filter(isWrong);

describe('a house that is killed 50 times at any moment', () => {
  it('was killed 20 times during the load and 30 times in the work after it, and ended by nothing else', () => {
    expect(where(({ ended, complaint }) => ended !== 'SIGKILL' || complaint !== '')).toEqual([]);
    const inLoad = (one: Killed) => 'command' in one.point;
    expect([where(inLoad).length, killed.length]).toEqual([20, 50]);
    expect(where((one) => one.loaded === inLoad(one))).toEqual([]);
    expect(where(({ loaded, acknowledged }) => loaded && acknowledged === 0)).toEqual([]);
  });

  it('leaves a log that verifies and that holds all that was acknowledged, where its receipt says', () => {
    expect(where(({ faults, lost }) => faults.length + lost.length > 0)).toEqual([]);
  });

  it('keeps every event where it stood', () => {
    expect(where(({ kept }) => !kept)).toEqual([]);
  });

  it('answers what is sent again with the receipt of the first time', () => {
    expect(where(({ answeredAnew }) => answeredAnew.length > 0)).toEqual([]);
  });

  it('finds after each restart that replay equals live', () => {
    const compared = killed.flatMap((one) => one.compared ?? []);
    // The first start of each folder finds nothing to compare.
    expect(compared).toHaveLength(killed.length - lanes);
    expect(compared.filter(({ code, differing }) => code !== 0 || differing.length > 0)).toEqual([]);
    expect(compared.filter(({ rows, head }) => rows === 0 || head === 0)).toEqual([]);
  });
});

/** Whom the facts are about and what they say; not where they stand, since those of one instant have no order. */
const inWords = ({ position, receipt, revision, ...event }: RecordedEvent): string => {
  // A report says at which position it was read: others of its instant stand before it or after.
  const { asOfPosition, ...data } = event.data as Answered;
  return JSON.stringify({ ...event, data });
};

const eventsOfLoad = (events: readonly RecordedEvent[]): readonly RecordedEvent[] =>
  events.slice(0, events.findIndex(({ type }) => type === 'DemoLoaded.v1') + 1);

const quantity = '{ value numerator denominator sum count exact }';
const measures = `measures { metric { code } approved ${quantity} pending ${quantity} }`;
const rollup = `query($campaign: ID!, $asOf: AsOf) { rollup(campaign: $campaign, asOf: $asOf) {
  unit { id } ${measures} own { metric { code } approved ${quantity} } children { unit { id } ${measures} } } }`;

const figuresOf = async ({ graph }: House, position: number): Promise<Answered> => {
  const context = { viewer: { userId: 'head@84' }, actingAs: null, language: 'en', minReceipt: null } as const;
  const variables = { campaign: demoIds(demo.seed).campaignId, asOf: { knownUpToPosition: String(position) } };
  const { data, errors } = await graph.execute({ query: rollup, variables, context });
  expect(errors).toBeUndefined();
  return data?.rollup;
};

describe.each(Array.from({ length: lanes }, (_, n) => n))('the load of folder %i, cut off 10 times', (n) => {
  it('holds the events of one that went through, each once, with nothing between', async () => {
    const found = eventsOfLoad(await eventsOf(opened[n]?.folder ?? ''));
    const { store } = whole.house.stores;
    const right = await store.readAll(0, await store.head());
    expect(found.map(inWords).sort()).toEqual(right.map(inWords).sort());
    expect(right.length).toBeGreaterThan(1000);
  });

  it('has its figures', async () => {
    const folder = opened[n]?.folder ?? '';
    const house = await openHouse(folder, systemClock, pino({ level: 'silent' }));
    try {
      await house.drain();
      const found = await figuresOf(house, eventsOfLoad(await eventsOf(folder)).length);
      const right = await figuresOf(whole.house, await whole.house.stores.store.head());
      expect(found).toEqual(right);
      expect(right.measures.length).toBeGreaterThan(5);
      expect(await house.stores.parked()).toBe(0);
    } finally {
      await house.close();
    }
  });
});
