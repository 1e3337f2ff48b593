/**
 * A process that appends to the log of a folder as fast as it can, until it is killed or cannot go on.
 * Run by Node itself, on the built packages: node append-until-killed.ts <folder> <label>
 * It says on stdout, a line each: `ack <n> <receipt>` once an append is acknowledged, `fault <name>`.
 */
import { writeSync } from 'node:fs';
import { type Append, systemClock } from '@thidua/event-sourcing';
import { makeCodec, quantityValue } from '@thidua/events';

const streamsOf = (label: string, n: number): readonly [stream: string, before: number, events: number][] => {
  const multiple = Math.ceil(n / 3);
  return n % 3 === 0
    ? [
        [`left-${label}`, multiple, 1],
        [`right-${label}`, multiple * 2, 2],
        [`third-${label}`, multiple, 1],
      ]
    : [[`single-${label}`, n - multiple, 1]];
};

/** The n-th append of a run: every third goes to three streams, the others to one. Its events say n. */
export const nthAppend = (label: string, n: number): Append => ({
  envelope: {
    actor: { userId: 'system', orgId: null, role: null, appointmentId: null },
    via: null,
    commandId: `${label}/${n}`,
    inputHash: `hash of ${label}/${n}`,
    correlationId: label,
    causationId: null,
    synthetic: true,
  },
  streams: streamsOf(label, n).map(([stream, before, events]) => ({
    stream,
    expectedRevision: before - 1,
    events: Array.from({ length: events }, () => ({ type: 'Counted.v1', data: n })),
  })),
});

const appendsMax = 1_000_000;
/** Written at once: what is acknowledged must be known outside before the next append begins. */
const say = (line: string) => writeSync(1, `${line}\n`);
const sayFault = (fault: unknown) => say(`fault ${fault instanceof Error ? fault.name : String(fault)}`);

const appendUntilKilled = async (folder: string, label: string) => {
  // Not the whole package: Kysely, which no append needs, takes half of the start of a process.
  const built = new URL('../dist/sqlite-event-store.js', import.meta.url).href;
  const { openSqliteEventStore } = (await import(built)) as typeof import('../src/sqlite-event-store.js');
  const codec = makeCodec({ 'Counted.v1': quantityValue() }, []);
  const store = await openSqliteEventStore({ folder, clock: systemClock, codec });
  const append = async (n: number) => {
    const outcome = await store.append(nthAppend(label, n));
    if (outcome.kind !== 'appended') throw new Error(JSON.stringify(outcome));
    say(`ack ${n} ${outcome.receipt}`);
  };
  let n = 0;
  try {
    while (n < appendsMax) await append(n++);
  } catch (fault) {
    sayFault(fault);
    // A store that has stopped must not take the next append either.
    await append(n);
  }
};

// The tests import `nthAppend` from here.
if (import.meta.main) {
  const [folder = '', label = ''] = process.argv.slice(2);
  await appendUntilKilled(folder, label).catch(sayFault);
}
