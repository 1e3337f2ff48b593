/**
 * How fast the demo loads: the whole province, from an empty folder to the end of the campaign, with every reader
 * caught up. Prints events, seconds and memory; it tests nothing. Run it on a quiet machine: npm run bench demo
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scenarioClock } from '@thidua/event-sourcing';
import { wholeProvince } from '@thidua/scenario';
import { bootstrapDemo, demoSeed, loadDemo, openHouse } from '@thidua/standalone';
import { pino } from 'pino';

const folder = mkdtempSync(join(tmpdir(), 'thidua-bench-'));
const clock = scenarioClock('2022-01-01T00:00:00+07:00');
const progress = { start: () => undefined, moved: () => undefined, done: () => undefined };
try {
  const house = await openHouse(folder, clock, pino({ level: 'silent' }));
  const cpu = process.cpuUsage();
  const started = performance.now();
  await bootstrapDemo(house.stores.executor, demoSeed);
  await loadDemo(house, { seed: demoSeed, scope: wholeProvince }, clock, progress, new AbortController().signal);
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const events = await house.stores.store.head();
  const megabytes = process.memoryUsage().rss / 2 ** 20;
  await house.close();
  console.log(
    `${events} events in ${seconds.toFixed(1)} s (${((user + system) / 1e6).toFixed(1)} s of processor time)`,
  );
  console.log(`${((seconds * 1000) / events).toFixed(2)} ms an event, ${megabytes.toFixed(0)} MiB resident`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
