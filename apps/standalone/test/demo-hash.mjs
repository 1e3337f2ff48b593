/**
 * Loads a small demo from a seed, as the built program does, and says the SHA-256 of its log: every field of every
 * event, in order. With a second argument the clock of the machine is so many days off.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scenarioClock } from '@thidua/event-sourcing';
import { pino } from 'pino';

const [seed, daysOff = '0'] = process.argv.slice(2);
const offMs = Number(daysOff) * 24 * 60 * 60 * 1000;
const MachineDate = Date;
globalThis.Date = class extends MachineDate {
  constructor(...parts) {
    if (parts.length === 0) super(MachineDate.now() + offMs);
    else super(...parts);
  }

  static now() {
    return MachineDate.now() + offMs;
  }
};

const { bootstrapDemo, loadDemo } = await import('../dist/demo.js');
const { openHouse } = await import('../dist/house.js');

/** So little is soon loaded; the joint bridge and the overstated road are among it. */
const scope = { districts: ['842', '847'], hamlets: false, members: false };
const eventsOfPage = 1000;

const folder = mkdtempSync(join(tmpdir(), 'thidua-hash-'));
const clock = scenarioClock('2022-01-01T00:00:00+07:00');
const house = await openHouse(folder, clock, pino({ level: 'silent' }));
const { executor, store } = house.stores;
try {
  await bootstrapDemo(executor, seed);
  const nobodyWatches = { start() {}, moved() {}, done() {} };
  await loadDemo(house, { seed, scope }, clock, nobodyWatches, new AbortController().signal);
  const hash = createHash('sha256');
  let events = 0;
  for (let page = await store.readAll(0, eventsOfPage); page.length > 0; ) {
    for (const event of page) hash.update(`${JSON.stringify(event)}\n`);
    events = page.at(-1).position;
    page = await store.readAll(events, eventsOfPage);
  }
  process.stdout.write(JSON.stringify({ events, hash: hash.digest('hex') }));
} finally {
  await house.close();
  rmSync(folder, { recursive: true, force: true });
}
