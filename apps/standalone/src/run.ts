import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { scenarioClock } from '@thidua/event-sourcing';
import { FolderInUse } from '@thidua/event-store-sqlite';
import { assertLoopback } from '@thidua/gateway';
import { wholeProvince } from '@thidua/scenario';
import { pino } from 'pino';
import { bootstrapDemo, demoSeed, loadDemo } from './demo.js';
import { type House, openHouse } from './house.js';
import { type Options, parseOptions } from './options.js';
import { startOwn } from './own.js';
import { SetupFault } from './own-answers.js';
import { progressOn } from './progress.js';
import { terminal } from './terminal.js';

/** How long a start may take to read the registry. */
const readMsMax = 60_000;

/** Where the command line finds the running server. */
const serverFile = 'server.json';

const say = (text: string) => process.stdout.write(`${text}\n`);

/** Starts, loads the demo where it is not there yet, listens, and ends on SIGINT or SIGTERM. */
export const run = async (args: readonly string[]): Promise<void> => {
  const options = parseOptions(args);
  try {
    assertLoopback(options.host);
  } catch (fault) {
    return complain(fault);
  }
  try {
    await serve(options);
  } catch (fault) {
    if (fault instanceof FolderInUse || fault instanceof SetupFault || isPortTaken(fault)) return complain(fault);
    throw fault;
  }
};

/** Why it does not start, in words alone: the fault is the user's to mend. */
const complain = (fault: unknown): void => {
  process.stderr.write(`${fault instanceof Error ? fault.message : String(fault)}\n`);
  process.exitCode = 1;
};

const isPortTaken = (fault: unknown): boolean =>
  fault instanceof Error && 'code' in fault && fault.code === 'EADDRINUSE';

const serve = async (options: Options): Promise<void> => {
  const { data, port, host } = options;
  const startedMs = performance.now();
  const folder = resolve(data);
  const clock = scenarioClock('2022-01-01T00:00:00+07:00');
  const house = await openHouse(folder, clock, pino({ name: 'thidua', level: 'warn' }, pino.destination(2)));
  const signal = stopSignal();
  try {
    const start = await prepare(house, clock, options, signal);
    if (!signal.aborted) {
      const { url } = await house.listen(host, port);
      writeFileSync(join(folder, serverFile), JSON.stringify({ url, pid: process.pid }));
      const seconds = (performance.now() - startedMs) / 1000;
      say(welcome({ url, data, seconds, events: await house.stores.store.head(), ...start }));
      await aborted(signal);
    }
  } finally {
    rmSync(join(folder, serverFile), { force: true });
    await house.close();
  }
  say('Stopped; everything acknowledged is kept. / Đã dừng; mọi việc đã xác nhận đều được lưu.');
};

/** Aborted by the first SIGINT or SIGTERM. Ctrl-C reaches us directly and through npm: later ones change nothing. */
const stopSignal = (): AbortSignal => {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop.abort());
  return stop.signal;
};

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done(), { once: true });
  });

/** Whose data this is, and the administrator where it was set up just now. */
interface Start {
  readonly kind: 'DEMO' | 'OWN';
  readonly admin: string | null;
}

/**
 * The demo in an empty log, or what is left of its load; or an installation of one's own. Then the
 * system's own clock holds.
 */
const prepare = async (
  house: House,
  clock: ReturnType<typeof scenarioClock>,
  options: Options,
  signal: AbortSignal,
): Promise<Start> => {
  const { registryView, executor, registryReader } = house.stores;
  if (!options.empty && options.unitCode !== undefined) {
    throw new SetupFault('--unit-code needs --empty. / --unit-code chỉ dùng cùng --empty.');
  }
  if ((await registryReader.caughtUp(readMsMax)) === 'lagging') throw new Error('the registry cannot be read');
  if (options.empty || registryView.installation?.kind === 'OWN') {
    clock.release();
    const start = await prepareOwn(house, options, signal);
    await house.drain();
    return start;
  }
  if (!registryView.installation?.loaded) {
    const seed = registryView.installation?.seed ?? options.seed ?? demoSeed;
    await bootstrapDemo(executor, seed);
    await loadDemo(house, { seed, scope: wholeProvince }, clock, progressOn(process.stdout, 'Trà Vinh 2022'), signal);
  }
  clock.release();
  if (!signal.aborted) await house.drain();
  return { kind: 'DEMO', admin: null };
};

const prepareOwn = async (house: House, options: Options, signal: AbortSignal): Promise<Start> => {
  const { empty, ...flags } = options;
  const asking = empty ? terminal(signal) : null;
  try {
    const { setUp } = await startOwn(house, { empty, flags, ask: asking?.ask ?? null });
    if (empty && !setUp) say('This folder is set up already: started as it is. / Thư mục đã thiết lập: chạy như cũ.');
    return { kind: 'OWN', admin: setUp?.admin ?? null };
  } finally {
    asking?.close();
  }
};

interface Welcome extends Start {
  readonly url: string;
  readonly data: string;
  readonly seconds: number;
  readonly events: number;
}

const welcome = ({ url, data, seconds, events, kind, admin }: Welcome): string => {
  const folder = data === 'data' ? '' : ` --data ${data}`;
  const token =
    kind === 'DEMO'
      ? `Demo token / Mã truy cập   npx thidua token --as head@29242${folder}
                             (role@unit code: clerk, head, reviewer, office, analyst, auditor, admin)`
      : `Token / Mã truy cập        npx thidua token --as ${admin ?? 'USER'}${folder}`;
  const invented = kind === 'DEMO' ? " The demo's figures are invented." : '';
  const sample = kind === 'DEMO' ? 'Số liệu trong bản demo là số liệu mẫu. ' : '';
  return `
  Thi Đua  ${url}

  Explorer / Thử truy vấn    ${url}/
  GraphQL                    ${url}/graphql
  ${token}

  ${events.toLocaleString('en')} events in ${resolve(data)}, ready after ${seconds.toFixed(1)} s.${invented}
  ${sample}Ctrl-C: dừng / stop.
`;
};
