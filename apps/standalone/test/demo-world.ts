import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scenarioClock } from '@thidua/event-sourcing';
import { mutations, type ScenarioStep, type Scope } from '@thidua/scenario';
import { pino } from 'pino';
import { bootstrapDemo, type Demo, demoSeed, loadDemo } from '../src/demo.js';
import { type House, openHouse } from '../src/house.js';
import type { Answered } from './casebook-world.js';

/** Two districts with their communes and hamlets, and the members of the province: every kind of work is among it. */
export const twoDistricts: Scope = { districts: ['842', '847'], hamlets: true, members: true };

/** A house that holds the demo, or so much of it as its scope takes in. Asked within the process. */
export interface DemoWorld {
  readonly seed: string;
  /** The steps that were sent. */
  readonly steps: readonly ScenarioStep[];
  readonly house: House;
  ask(user: string, query: string, variables: Readonly<Record<string, unknown>>): Promise<Answered>;
  close(): Promise<void>;
}

const nobodyWatches = { start() {}, moved() {}, done() {} };

export const openDemoWorld = async (scope: Scope, seed: string = demoSeed): Promise<DemoWorld> => {
  const folder = mkdtempSync(join(tmpdir(), 'thidua-demo-'));
  const clock = scenarioClock('2022-01-01T00:00:00+07:00');
  const house = await openHouse(folder, clock, pino({ level: 'silent' }));
  const demo: Demo = { seed, scope };
  const close = async () => {
    await house.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await bootstrapDemo(house.stores.executor, seed);
    await loadDemo(house, demo, clock, nobodyWatches, new AbortController().signal);
  } catch (fault) {
    await close();
    throw fault;
  }
  return {
    seed,
    steps: mutations(seed, scope),
    house,
    async ask(user, query, variables) {
      const context = { viewer: { userId: user }, actingAs: null, language: 'en', minReceipt: null } as const;
      const { data, errors } = await house.graph.execute({ query, variables, context });
      if (errors) throw new Error(`${user}: ${query.slice(0, 200)}: ${JSON.stringify(errors)}`);
      return data;
    },
    close,
  };
};
